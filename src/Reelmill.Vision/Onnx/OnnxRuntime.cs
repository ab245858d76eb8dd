using Microsoft.ML.OnnxRuntime;
using Reelmill.Vision.Images;
using Reelmill.Vision.Packages;

namespace Reelmill.Vision.Onnx;

/// <summary>The ONNX Runtime library of this machine, loaded once for the process.</summary>
/// <remarks>
/// It is the file that the environment variable <see cref="Variable"/> names (the file, or its folder), or else a build
/// that is fetched from NuGet, checked by its SHA-256 and kept in <c>~/.cache/reelmill/onnxruntime</c>. Any version from
/// 1.31 on will do. Thread-safe.
/// </remarks>
public sealed class OnnxRuntime
{
    /// <summary>The environment variable that names the library or its folder.</summary>
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

    /// <summary>The file that was loaded.</summary>
    public string Path { get; }

    /// <summary>Its version, such as <c>1.31.1</c>.</summary>
    public string Version { get; }

    /// <summary>What it was built to compute with, in its own words, such as <c>CPUExecutionProvider</c>; others than that need libraries of their own.</summary>
    public IReadOnlyList<string> Providers { get; }

    /// <summary>Loads the library, fetching it when it is not there; or gives the one that is loaded.</summary>
    /// <param name="provider">What is to compute, which decides what is fetched.</param>
    /// <param name="note">Told how far fetching is, a line each; nobody when null.</param>
    /// <param name="cancellationToken">Stops fetching.</param>
    /// <returns>The library; the first that was loaded stays for the process.</returns>
    /// <exception cref="PackageException">It is not there and cannot be fetched; the message says what to do.</exception>
    /// <exception cref="MissingLibraryException">The named file cannot be loaded, or is too old.</exception>
    public static async Task<OnnxRuntime> LoadAsync(
        OnnxProvider provider = OnnxProvider.Cpu, Action<string>? note = null, CancellationToken cancellationToken = default)
    {
        await Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return s_loaded ??= Load(Named() ?? await OnnxCache.OfUser().GetAsync(provider, PackageFetcher.OfUser(note), cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            Gate.Release();
        }
    }

    /// <summary>Fetches the library when it is not there, without loading it.</summary>
    /// <param name="provider">What is to compute.</param>
    /// <param name="note">Told how far it is, a line each; nobody when null.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The file.</returns>
    /// <exception cref="PackageException">It cannot be fetched; the message says what to do.</exception>
    public static async Task<string> FetchAsync(OnnxProvider provider = OnnxProvider.Cpu, Action<string>? note = null, CancellationToken cancellationToken = default) =>
        Named() ?? await OnnxCache.OfUser().GetAsync(provider, PackageFetcher.OfUser(note), cancellationToken).ConfigureAwait(false);

    /// <summary>Loads the library when it is there, and fetches nothing.</summary>
    /// <returns>The library; null when it was not fetched yet.</returns>
    /// <exception cref="MissingLibraryException">The named file cannot be loaded, or is too old.</exception>
    public static OnnxRuntime? LoadIfPresent()
    {
        Gate.Wait();
        try
        {
            return s_loaded ??= (Named() ?? OnnxCache.OfUser().Find(OnnxProvider.Cpu)) is { } path ? Load(path) : null;
        }
        finally
        {
            Gate.Release();
        }
    }

    /// <summary>The file that the user names, or null.</summary>
    internal static string? Named(string? named) => string.IsNullOrEmpty(named) ? null : Directory.Exists(named)
        ? new[] { OnnxCache.FileName, $"{OnnxCache.FileName}.1" }.Select(n => System.IO.Path.Combine(named, n)).FirstOrDefault(File.Exists) ?? System.IO.Path.Combine(named, OnnxCache.FileName)
        : named;

    /// <summary>Whether the library was built with a provider.</summary>
    internal bool Has(OnnxProvider provider) => Providers.Contains(
        provider switch
        {
            OnnxProvider.Cuda => "CUDAExecutionProvider",
            OnnxProvider.TensorRt => "TensorrtExecutionProvider",
            OnnxProvider.OpenVino => "OpenVINOExecutionProvider",
            _ => "CPUExecutionProvider",
        },
        StringComparer.Ordinal);

    /// <summary>Loads a library; only the first call in a process can succeed.</summary>
    internal static OnnxRuntime Load(string path)
    {
        try
        {
            return new OnnxRuntime(path);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
        {
            throw new MissingLibraryException(
                OnnxCache.FileName, $"unset {Variable}, and it is fetched; or set it to a file of version 1.{NativeOnnxRuntime.ApiVersion} or newer", e);
        }
    }

    private static string? Named() => Named(Environment.GetEnvironmentVariable(Variable));
}
