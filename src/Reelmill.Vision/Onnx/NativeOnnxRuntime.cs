using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Reelmill.Vision.Onnx;

/// <summary>Gives the managed package the native library that was chosen, once it is known to be new enough.</summary>
internal static unsafe class NativeOnnxRuntime
{
    /// <summary>The version of the C interface that the managed package asks for; with an older library, it would crash.</summary>
    public const int ApiVersion = 31;

    private static nint s_library;

    /// <summary>Loads a library.</summary>
    /// <exception cref="DllNotFoundException">It is not there, or too old.</exception>
    /// <exception cref="BadImageFormatException">It is no library.</exception>
    /// <exception cref="EntryPointNotFoundException">It is another library.</exception>
    public static void Load(string path)
    {
        var library = NativeLibrary.Load(path);
        var functions = ((delegate* unmanaged<nint*>)NativeLibrary.GetExport(library, "OrtGetApiBase"))();

        // Asked for a version that it lacks, the library writes a line of its own to standard error.
        var version = Marshal.PtrToStringUTF8((nint)((delegate* unmanaged<byte*>)functions[1])())!;
        if (!Version.TryParse(version.Split('-', '+')[0], out var number) || number < new Version(1, ApiVersion))
        {
            throw new DllNotFoundException($"{path} is version {version}; 1.{ApiVersion} or newer is needed");
        }

        s_library = library;
        NativeLibrary.SetDllImportResolver(typeof(InferenceSession).Assembly, static (name, _, _) => name == "onnxruntime" ? s_library : 0);
    }
}
