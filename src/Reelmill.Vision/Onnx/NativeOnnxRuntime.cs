using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Reelmill.Vision.Onnx;

/// <summary>Loads the native ONNX Runtime, checks its version and registers it for the managed package.</summary>
internal static unsafe class NativeOnnxRuntime
{
    /// <summary>The C API version that the managed package requests; it crashes with an older library.</summary>
    public const int ApiVersion = 31;

    private static nint s_library;

    /// <summary>Loads a library.</summary>
    /// <exception cref="DllNotFoundException">The library is missing or too old.</exception>
    /// <exception cref="BadImageFormatException">The file is not a library.</exception>
    /// <exception cref="EntryPointNotFoundException">The file is not ONNX Runtime.</exception>
    public static void Load(string path)
    {
        var library = NativeLibrary.Load(path);
        var functions = ((delegate* unmanaged<nint*>)NativeLibrary.GetExport(library, "OrtGetApiBase"))();

        // Check the version first: the library writes to stderr when an unsupported API version is requested.
        var version = Marshal.PtrToStringUTF8((nint)((delegate* unmanaged<byte*>)functions[1])())!;
        if (!Version.TryParse(version.Split('-', '+')[0], out var number) || number < new Version(1, ApiVersion))
        {
            throw new DllNotFoundException($"{path} has version {version}; version 1.{ApiVersion} or newer is required");
        }

        s_library = library;
        NativeLibrary.SetDllImportResolver(typeof(InferenceSession).Assembly, static (name, _, _) => name == "onnxruntime" ? s_library : 0);
    }
}
