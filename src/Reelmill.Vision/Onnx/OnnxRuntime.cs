using System.Runtime.InteropServices;
using Reelmill.Vision.Images;

namespace Reelmill.Vision.Onnx;

/// <summary>The ONNX Runtime library of this machine, loaded once for the process.</summary>
/// <remarks>
/// It is looked for in this order: where the environment variable <see cref="Variable"/> points (the file, or its
/// folder), in <c>~/.cache/reelmill/onnxruntime/1.30.0</c>, where <c>./run</c> puts it, and where the system has its
/// libraries. Any version from 1.17 on will do. Thread-safe.
/// </remarks>
public sealed unsafe class OnnxRuntime
{
    /// <summary>The environment variable that names the library or its folder.</summary>
    public const string Variable = "REELMILL_ONNXRUNTIME";

    private const string FileName = "libonnxruntime.so.1";
    private const string Preferred = "1.30.0";
    private static readonly Lock Gate = new();
    private static OnnxRuntime? s_loaded;

    private OnnxRuntime(string path, nint library)
    {
        var getBase = (delegate* unmanaged<nint*>)NativeLibrary.GetExport(library, "OrtGetApiBase");
        var functions = getBase();
        Path = path;
        Version = Marshal.PtrToStringUTF8((nint)((delegate* unmanaged<byte*>)functions[1])())!;
        var table = ((delegate* unmanaged<uint, nint>)functions[0])(OrtApi.Version);
        if (table == 0)
        {
            throw new DllNotFoundException($"{path} is version {Version}; 1.{OrtApi.Version} or newer is needed");
        }

        Api = new OrtApi(table);
        Environment = Api.CreateEnv();
        CpuMemory = Api.CreateCpuMemoryInfo();
        Providers = Api.AvailableProviders();
    }

    /// <summary>The file that was loaded, or the bare name that the system found.</summary>
    public string Path { get; }

    /// <summary>Its version, such as <c>1.30.0</c>.</summary>
    public string Version { get; }

    /// <summary>What it was built to compute with, in its own words, such as <c>CPUExecutionProvider</c>; others than that need libraries of their own.</summary>
    public IReadOnlyList<string> Providers { get; }

    /// <summary>The table of its functions.</summary>
    internal OrtApi Api { get; }

    /// <summary>The environment of every session: it lives as long as the process.</summary>
    internal nint Environment { get; }

    /// <summary>Where tensors lie.</summary>
    internal nint CpuMemory { get; }

    /// <summary>Loads the library, or gives the one that is loaded.</summary>
    /// <returns>The library.</returns>
    /// <exception cref="MissingLibraryException">It is not there or is too old; the message says what to do.</exception>
    public static OnnxRuntime Load()
    {
        lock (Gate)
        {
            return s_loaded ??= Find([.. Places(System.Environment.GetEnvironmentVariable(Variable))]);
        }
    }

    /// <summary>Where the library may be, best first.</summary>
    internal static IEnumerable<string> Places(string? named)
    {
        if (!string.IsNullOrEmpty(named))
        {
            return [Directory.Exists(named) ? System.IO.Path.Combine(named, FileName) : named];
        }

        var cache = System.Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        cache = string.IsNullOrEmpty(cache)
            ? System.IO.Path.Combine(System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile), ".cache")
            : cache;
        return [System.IO.Path.Combine(cache, "reelmill", "onnxruntime", Preferred, FileName), FileName];
    }

    /// <summary>Loads the first that loads.</summary>
    internal static OnnxRuntime Find(params IReadOnlyList<string> places)
    {
        Exception? first = null;
        foreach (var place in places)
        {
            try
            {
                return new OnnxRuntime(place, NativeLibrary.Load(place));
            }
            catch (Exception e) when (e is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
            {
                first ??= e;
            }
        }

        throw new MissingLibraryException(
            FileName,
            $"./run installs it when npm is there; or npm pack onnxruntime-node@{Preferred}, take bin/napi-v6/linux/x64/{FileName} out of it and set {Variable} to that file",
            first!);
    }
}
