using Microsoft.ML.OnnxRuntime;
using Reelmill.Vision.Images;
using Reelmill.Vision.Packages;

namespace Reelmill.Vision.Onnx;

/// <summary>The native ONNX Runtime, loaded once per process.</summary>
/// <remarks>
/// The library is the file or folder in the environment variable <see cref="Variable"/>, or else a build from NuGet that is
/// verified by its SHA-256 and cached in <c>~/.cache/reelmill/onnxruntime</c>. Requires version 1.31 or newer. Thread-safe.
/// </remarks>
public sealed class OnnxRuntime
{
    /// <summary>The environment variable with the path of the library or its folder.</summary>
    public const string Variable = "REELMILL_ONNXRUNTIME";

    private static readonly SemaphoreSlim Gate = new(1);
    private static OnnxRuntime? s_loaded;

    private OnnxRuntime(string path)
    {
        NativeOnnxRuntime.Load(path);
        var options = new EnvironmentCreationOptions { logId = "reelmill", logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        var environment = OrtEnv.CreateInstanceWithOptions(ref options);
        (Path, Version, Providers) = (path, environment.GetVersionString(), environment.GetAvailableProviders());
    }

    /// <summary>The path of the loaded library.</summary>
    public string Path { get; }

    /// <summary>The version of the library, such as <c>1.31.1</c>.</summary>
    public string Version { get; }

    /// <summary>The execution providers of the build, by their ONNX Runtime names, such as <c>CPUExecutionProvider</c>. All but that one depend on further libraries.</summary>
    public IReadOnlyList<string> Providers { get; }

    /// <summary>Loads the library, and downloads it first if necessary. Returns the same instance when it is already loaded.</summary>
    /// <param name="provider">The provider, which determines the build to download.</param>
    /// <param name="progress">Receives progress messages of the download, one line each; null for none.</param>
    /// <param name="cancellationToken">Cancels the download.</param>
    /// <returns>The library; the first one loaded stays in use for the lifetime of the process.</returns>
    /// <exception cref="PackageException">The library is not cached and cannot be downloaded.</exception>
    /// <exception cref="MissingLibraryException">The library cannot be loaded, or is too old.</exception>
    public static async Task<OnnxRuntime> LoadAsync(
        OnnxProvider provider = OnnxProvider.Cpu, Action<string>? progress = null, CancellationToken cancellationToken = default)
    {
        await Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return s_loaded ??= Load(FindConfigured() ?? await OnnxCache.OpenDefault().GetAsync(provider, PackageFetcher.CreateDefault(progress), cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            Gate.Release();
        }
    }

    /// <summary>Downloads the library if necessary, without loading it.</summary>
    /// <param name="provider">The provider, which determines the build to download.</param>
    /// <param name="progress">Receives progress messages, one line each; null for none.</param>
    /// <param name="cancellationToken">Cancels the download.</param>
    /// <returns>The path of the library.</returns>
    /// <exception cref="PackageException">The library cannot be downloaded.</exception>
    public static async Task<string> FetchAsync(OnnxProvider provider = OnnxProvider.Cpu, Action<string>? progress = null, CancellationToken cancellationToken = default) =>
        FindConfigured() ?? await OnnxCache.OpenDefault().GetAsync(provider, PackageFetcher.CreateDefault(progress), cancellationToken).ConfigureAwait(false);

    /// <summary>Loads the library if it is configured or cached; downloads nothing.</summary>
    /// <returns>The library; null when it is neither configured nor cached.</returns>
    /// <exception cref="MissingLibraryException">The library cannot be loaded, or is too old.</exception>
    public static OnnxRuntime? LoadIfPresent()
    {
        Gate.Wait();
        try
        {
            return s_loaded ??= (FindConfigured() ?? OnnxCache.OpenDefault().Find(OnnxProvider.Cpu)) is { } path ? Load(path) : null;
        }
        finally
        {
            Gate.Release();
        }
    }

    /// <summary>Resolves the value of <see cref="Variable"/> to the path of the library; null when it is not set.</summary>
    internal static string? ResolvePath(string? configured) => string.IsNullOrEmpty(configured) ? null : Directory.Exists(configured)
        ? new[] { OnnxCache.FileName, $"{OnnxCache.FileName}.1" }.Select(n => System.IO.Path.Combine(configured, n)).FirstOrDefault(File.Exists) ?? System.IO.Path.Combine(configured, OnnxCache.FileName)
        : configured;

    /// <summary>Returns whether the library was built with a provider.</summary>
    internal bool Supports(OnnxProvider provider) => Providers.Contains(
        provider switch
        {
            OnnxProvider.Cuda => "CUDAExecutionProvider",
            OnnxProvider.TensorRt => "TensorrtExecutionProvider",
            OnnxProvider.OpenVino => "OpenVINOExecutionProvider",
            _ => "CPUExecutionProvider",
        },
        StringComparer.Ordinal);

    /// <summary>Loads a library; only the first call per process can succeed.</summary>
    internal static OnnxRuntime Load(string path)
    {
        try
        {
            return new OnnxRuntime(path);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
        {
            throw new MissingLibraryException(
                OnnxCache.FileName, $"unset {Variable} to download it, or set it to a library of version 1.{NativeOnnxRuntime.ApiVersion} or newer", e);
        }
    }

    private static string? FindConfigured() => ResolvePath(Environment.GetEnvironmentVariable(Variable));
}
