using System.Runtime.InteropServices;
using Reelmill.EndToEnd.Tests.App;
using Reelmill.Processes;
using Reelmill.Testing.Commands;

namespace Reelmill.EndToEnd.Tests.Packaging;

/// <summary>Packs the libraries, and builds the samples against the packages in a folder of their own.</summary>
public sealed class BuiltSamples : IAsyncLifetime, IDisposable
{
    private const string Version = "0.0.0-sample";

    /// <summary>No build server stays behind.</summary>
    private const string Alone = "-nodeReuse:false";

    private readonly TempFolder _temp = new();

    public async ValueTask InitializeAsync()
    {
        // What was built is packed, under a version that nothing else has.
        await DotnetAsync(Repository.Root, 0, ["pack", "Reelmill.slnx", "-c", "Release", "--no-build", "-v", "quiet", "-o", _temp["packages"], $"-p:PackageVersion={Version}", .. Page(), Alone]);
        var source = Path.Combine(Repository.Root, "samples");
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(source, file);
            if (!name.Split('/').Any(static part => part is "bin" or "obj" or "packages.lock.json"))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(_temp["samples", name])!);
                File.Copy(file, _temp["samples", name]);
            }
        }

        // What the packages stand on was restored to build them; nothing is fetched.
        var restored = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        await File.WriteAllTextAsync(
            _temp["samples/nuget.config"],
            $"""
            <configuration>
              <packageSources><clear /><add key="packages" value="{_temp["packages"]}" /></packageSources>
              <fallbackPackageFolders><clear /><add key="restored" value="{restored}" /></fallbackPackageFolders>
            </configuration>
            """);
        var projects = Directory.GetFiles(_temp["samples"], "*.csproj", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
        await File.WriteAllTextAsync(_temp["samples/Samples.slnx"], $"<Solution>{string.Concat(projects.Select(static p => $"<Project Path=\"{p}\" />"))}</Solution>");
        await DotnetAsync(
            _temp["samples"], 0, "build", "Samples.slnx", "-c", "Release", "-v", "quiet", "-warnaserror", $"-p:ReelmillVersion={Version}", $"-p:RestorePackagesPath={_temp["restored"]}", "-p:UseSharedCompilation=false", Alone);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public void Dispose() => _temp.Dispose();

    /// <summary>Where a sample was built.</summary>
    public string FolderOf(string sample) => _temp[$"samples/Reelmill.Samples.{sample}/bin/Release/net10.0"];

    /// <summary>Runs a sample that succeeds.</summary>
    internal Task<CommandResult> RunAsync(string sample, params string[] arguments) => RunAsync(sample, 0, arguments);

    /// <summary>Runs a sample to an exit code.</summary>
    internal Task<CommandResult> RunAsync(string sample, int exitCode, params string[] arguments) =>
        DotnetAsync(_temp.Path, exitCode, ["exec", Path.Combine(FolderOf(sample), $"Reelmill.Samples.{sample}.dll"), .. arguments]);

    /// <summary>Starts a sample that runs until it is stopped.</summary>
    internal AppRun Start(string sample, params string[] arguments) => Dotnet(_temp.Path, ["exec", Path.Combine(FolderOf(sample), $"Reelmill.Samples.{sample}.dll"), .. arguments]);

    /// <summary>The page, where this machine has built one.</summary>
    private static IEnumerable<string> Page() => ReelmillApp.HasPage ? [$"-p:WebPage={ReelmillApp.PageFolder}"] : [];

    private static async Task<CommandResult> DotnetAsync(string folder, int exitCode, params string[] arguments)
    {
        await using var run = Dotnet(folder, arguments);
        var result = await run.EndAsync();
        result.ExitCode.ShouldBe(exitCode, $"dotnet {string.Join(' ', arguments)}\n{result.Output}\n{result.Errors}");
        return result;
    }

    private static AppRun Dotnet(string folder, params string[] arguments)
    {
        // The launcher gives a small environment; where packages are is not in it.
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } named ? new[] { $"NUGET_PACKAGES={named}" } : [];
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));
        return new AppRun(new ProcessSpec("env", [.. packages, dotnet, .. arguments])
        {
            WorkingDirectory = folder,
            MemoryLimitBytes = 0,
            StallLimit = Timeout.InfiniteTimeSpan,
            WallLimit = TimeSpan.FromMinutes(10),
        });
    }
}
