using System.Runtime.InteropServices;
using Reelmill.Processes;
using Reelmill.Testing.Commands;

namespace Reelmill.EndToEnd.Tests.App;

/// <summary>The program that a user runs, found as built.</summary>
internal static class ReelmillApp
{
    private static readonly Lazy<string[]> Command = new(Find);

    /// <summary>Whether the page was built beside the program: it serves without, but writes no report.</summary>
    public static bool HasPage => File.Exists(Path.Combine(PageFolder, "report.html"));

    /// <summary>The folder of the page.</summary>
    public static string PageFolder => Path.Combine(Path.GetDirectoryName(Command.Value[^1])!, "web");

    /// <summary>Skips the test where the page was not built.</summary>
    public static void RequirePage() => Assert.SkipUnless(HasPage, "the page is not built: './run report' builds it");

    /// <summary>Runs the program to its end.</summary>
    public static async Task<CommandResult> RunAsync(params string[] arguments)
    {
        await using var run = Start(arguments);
        return await run.EndAsync();
    }

    /// <summary>Runs the program and expects an exit code; shows what it said when it gives another one.</summary>
    public static async Task<CommandResult> ExpectAsync(int exitCode, params string[] arguments)
    {
        var result = await RunAsync(arguments);
        result.ExitCode.ShouldBe(exitCode, $"reelmill {string.Join(' ', arguments)}\n{result.Output}\n{result.Errors}");
        return result;
    }

    public static AppRun Start(params string[] arguments) => StartUnder([], arguments);

    /// <summary>Starts the program as the child of another one, such as strace.</summary>
    public static AppRun StartUnder(string[] wrapper, string[] arguments)
    {
        string[] all = ["env", .. Models(), .. wrapper, .. Command.Value, .. arguments];

        // No memory limit: the runtime reserves far more addresses than it uses.
        return new AppRun(new ProcessSpec(all[0], all[1..]) { MemoryLimitBytes = 0, WallLimit = TestTimeout.Limit, StallLimit = Timeout.InfiniteTimeSpan });
    }

    /// <summary>Where models are, which the launcher's small environment would leave out.</summary>
    private static IEnumerable<string> Models() => new[] { "REELMILL_MODELS", "REELMILL_ONNXRUNTIME", "XDG_CACHE_HOME" }
        .Select(static name => (Name: name, Value: Environment.GetEnvironmentVariable(name)))
        .Where(static v => !string.IsNullOrEmpty(v.Value)).Select(static v => $"{v.Name}={v.Value}");

    private static string[] Find()
    {
        if (Environment.GetEnvironmentVariable("REELMILL_APP") is { Length: > 0 } named)
        {
            return [File.Exists(named) ? named : throw new FileNotFoundException($"REELMILL_APP names {named}, which is not there.")];
        }

        var published = Path.Combine(Repository.Root, "artifacts", "app", "reelmill");
        if (File.Exists(published))
        {
            return [published];
        }

        // Not the copy beside the tests: what their web server brings by itself was left out of that.
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));
        var built = Path.GetRelativePath(Path.Combine(Repository.Root, "tests", "Reelmill.EndToEnd.Tests"), AppContext.BaseDirectory);
        return [dotnet, Path.Combine(Repository.Root, "src", "Reelmill.Cli", built, "reelmill.dll")];
    }
}
