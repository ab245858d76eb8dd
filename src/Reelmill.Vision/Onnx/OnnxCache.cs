using System.Runtime.InteropServices;
using Reelmill.Core;
using Reelmill.Vision.Packages;

namespace Reelmill.Vision.Onnx;

/// <summary>The builds of the native library that this user has fetched, each whole in a folder of its own.</summary>
/// <param name="root">The folder that holds them.</param>
internal sealed class OnnxCache(string root)
{
    /// <summary>The name of the library in its folder.</summary>
    public const string FileName = "libonnxruntime.so";

    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    /// <summary>The cache of this user: <c>$XDG_CACHE_HOME/reelmill/onnxruntime</c>, or <c>~/.cache/reelmill/onnxruntime</c>.</summary>
    public static OnnxCache OfUser()
    {
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        cache = string.IsNullOrEmpty(cache)
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache")
            : cache;
        return new OnnxCache(Path.Combine(cache, "reelmill", "onnxruntime"));
    }

    /// <summary>The library that serves a provider; the build with GPUs serves all, where it is there.</summary>
    /// <returns>Its path; null when it was not fetched yet.</returns>
    public string? Find(OnnxProvider provider) =>
        Builds(provider, RuntimeInformation.ProcessArchitecture).Select(PathOf).FirstOrDefault(File.Exists);

    /// <summary>Finds the library that serves a provider, or fetches it.</summary>
    /// <param name="provider">What is to compute.</param>
    /// <param name="packages">Fetches packages.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Its path.</returns>
    /// <exception cref="PackageException">It is not there and cannot be fetched.</exception>
    public async Task<string> GetAsync(OnnxProvider provider, PackageFetcher packages, CancellationToken cancellationToken)
    {
        if (Find(provider) is { } there)
        {
            return there;
        }

        var build = Builds(provider, RuntimeInformation.ProcessArchitecture).LastOrDefault()
            ?? throw new PackageException("package_missing", $"No build of ONNX Runtime for {provider.Name} on {RuntimeInformation.RuntimeIdentifier} is known. Set {OnnxRuntime.Variable} to a library of your own.");
        await FetchAsync(build, packages, cancellationToken).ConfigureAwait(false);
        return PathOf(build);
    }

    /// <summary>
    /// The files come into a folder of this fetch, which then takes its name: another process sees all of them or none,
    /// and of two that fetch at once, the first keeps its own.
    /// </summary>
    /// <exception cref="PackageException">It cannot be fetched; nothing stays.</exception>
    internal async Task FetchAsync(OnnxBuild build, PackageFetcher packages, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(root);
        SweepAbandoned();
        var scratch = Path.Combine(root, $".{build.Folder}.{Guid.NewGuid():N}.tmp");
        Directory.CreateDirectory(scratch);
        try
        {
            await packages.FetchAsync(
                build.Package, build.Files, scratch, $"Check the network and the NuGet source, or set {OnnxRuntime.Variable} to a {FileName} of your own.", cancellationToken).ConfigureAwait(false);
            Move(scratch, Path.Combine(root, build.Folder));
        }
        finally
        {
            CleanUp.RemoveFolder(scratch);
        }
    }

    /// <summary>The builds that serve a provider, best first; the last is the one to fetch.</summary>
    private static IEnumerable<OnnxBuild> Builds(OnnxProvider provider, Architecture architecture)
    {
        if (OperatingSystem.IsLinux())
        {
            OnnxBuild?[] builds = provider switch
            {
                OnnxProvider.Cuda or OnnxProvider.TensorRt => [OnnxBuild.Gpu(architecture)],
                _ => [OnnxBuild.Gpu(architecture), OnnxBuild.Cpu(architecture)],
            };
            return builds.OfType<OnnxBuild>();
        }

        return [];
    }

    private string PathOf(OnnxBuild build) => Path.Combine(root, build.Folder, FileName);

    private static void Move(string scratch, string folder)
    {
        try
        {
            Directory.Move(scratch, folder);
        }
        catch (IOException) when (File.Exists(Path.Combine(folder, FileName)))
        {
            // Another process was quicker.
        }
    }

    /// <summary>Removes what killed fetches left: folders of this cache's own naming that nothing has touched for a day.</summary>
    private void SweepAbandoned()
    {
        foreach (var folder in Directory.GetDirectories(root, ".*.tmp").Where(static f => TimeProvider.System.GetUtcNow().UtcDateTime - Directory.GetLastWriteTimeUtc(f) > Abandoned))
        {
            CleanUp.RemoveFolder(folder);
        }
    }
}
