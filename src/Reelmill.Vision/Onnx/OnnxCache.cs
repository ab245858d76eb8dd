using System.Runtime.InteropServices;
using Reelmill.Core;
using Reelmill.Vision.Packages;

namespace Reelmill.Vision.Onnx;

/// <summary>The cache of downloaded ONNX Runtime builds, with one complete build per folder.</summary>
/// <param name="root">The root folder of the cache.</param>
internal sealed class OnnxCache(string root)
{
    /// <summary>The file name of the library in its folder.</summary>
    public const string FileName = "libonnxruntime.so";

    private static readonly TimeSpan AbandonedAge = TimeSpan.FromDays(1);

    /// <summary>Opens the cache of the current user: <c>$XDG_CACHE_HOME/reelmill/onnxruntime</c>, or <c>~/.cache/reelmill/onnxruntime</c>.</summary>
    public static OnnxCache OpenDefault()
    {
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        cache = string.IsNullOrEmpty(cache)
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache")
            : cache;
        return new OnnxCache(Path.Combine(cache, "reelmill", "onnxruntime"));
    }

    /// <summary>Finds a cached library for a provider; the GPU build is preferred because it serves all providers.</summary>
    /// <returns>The path; null when no build is cached.</returns>
    public string? Find(OnnxProvider provider) =>
        ListBuilds(provider, RuntimeInformation.ProcessArchitecture).Select(GetPath).FirstOrDefault(File.Exists);

    /// <summary>Finds a cached library for a provider, or downloads one.</summary>
    /// <param name="provider">The execution provider.</param>
    /// <param name="packages">The package fetcher.</param>
    /// <param name="cancellationToken">Cancels the download.</param>
    /// <returns>The path of the library.</returns>
    /// <exception cref="PackageException">No build is cached, and none can be downloaded.</exception>
    public async Task<string> GetAsync(OnnxProvider provider, PackageFetcher packages, CancellationToken cancellationToken)
    {
        if (Find(provider) is { } cached)
        {
            return cached;
        }

        var build = ListBuilds(provider, RuntimeInformation.ProcessArchitecture).LastOrDefault()
            ?? throw new PackageException("package_missing", $"There is no build of ONNX Runtime for {provider.Name} on {RuntimeInformation.RuntimeIdentifier}. Set {OnnxRuntime.Variable} to the path of your own build.");
        await FetchAsync(build, packages, cancellationToken).ConfigureAwait(false);
        return GetPath(build);
    }

    /// <summary>
    /// Downloads the files of a build into a temporary folder and renames it. Other processes therefore see a complete
    /// build or none; of several concurrent downloads, the first one wins.
    /// </summary>
    /// <exception cref="PackageException">The build cannot be downloaded; no files are left behind.</exception>
    internal async Task FetchAsync(OnnxBuild build, PackageFetcher packages, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(root);
        RemoveAbandoned();
        var scratch = Path.Combine(root, $".{build.Folder}.{Guid.NewGuid():N}.tmp");
        Directory.CreateDirectory(scratch);
        try
        {
            await packages.FetchAsync(
                build.Package, build.Files, scratch, $"Check the network and the NuGet source, or set {OnnxRuntime.Variable} to the path of your own {FileName}.", cancellationToken).ConfigureAwait(false);
            Move(scratch, Path.Combine(root, build.Folder));
        }
        finally
        {
            CleanUp.RemoveFolder(scratch);
        }
    }

    /// <summary>Lists the builds that serve a provider, in order of preference; the last one is the one to download.</summary>
    private static IEnumerable<OnnxBuild> ListBuilds(OnnxProvider provider, Architecture architecture)
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

    private string GetPath(OnnxBuild build) => Path.Combine(root, build.Folder, FileName);

    private static void Move(string scratch, string folder)
    {
        try
        {
            Directory.Move(scratch, folder);
        }
        catch (IOException) when (File.Exists(Path.Combine(folder, FileName)))
        {
            // Another process has finished the same download first.
        }
    }

    /// <summary>Removes the temporary folders of killed downloads: those with this cache's naming scheme that are unchanged for a day.</summary>
    private void RemoveAbandoned()
    {
        foreach (var folder in Directory.GetDirectories(root, ".*.tmp").Where(static f => TimeProvider.System.GetUtcNow().UtcDateTime - Directory.GetLastWriteTimeUtc(f) > AbandonedAge))
        {
            CleanUp.RemoveFolder(folder);
        }
    }
}
