using System.Runtime.InteropServices;

namespace Reelmill.Vision.Onnx;

/// <summary>
/// The table of functions behind ONNX Runtime's C interface (onnxruntime_c_api.h). A function keeps its place in the
/// table for good, so its number here is its place in the header.
/// </summary>
/// <remarks>
/// Every handle is a pointer that the matching <c>Release</c> frees. Pointers to text are UTF-8 and end with a zero.
/// </remarks>
internal sealed unsafe partial class OrtApi(nint functions)
{
    /// <summary>The interface that is asked for: 1.17 has it, and so has every later version.</summary>
    public const uint Version = 17;

    private const int FatalOnly = 4;

    private nint Function(int number) => ((nint*)functions)[number];

    /// <summary>Makes the environment, of which a process has one. Errors are told by status alone, not on stderr as well.</summary>
    public nint CreateEnv()
    {
        nint environment;
        fixed (byte* id = "reelmill"u8)
        {
            Check("Starting ONNX Runtime", ((delegate* unmanaged<int, byte*, nint*, nint>)Function(3))(FatalOnly, id, &environment));
        }

        return environment;
    }

    /// <summary>The providers that the library was built with, such as <c>CPUExecutionProvider</c>.</summary>
    public string[] AvailableProviders()
    {
        byte** names;
        int count;
        Check("Asking ONNX Runtime for its providers", ((delegate* unmanaged<byte***, int*, nint>)Function(125))(&names, &count));
        var providers = new string[count];
        for (var i = 0; i < count; i++)
        {
            providers[i] = Marshal.PtrToStringUTF8((nint)names[i])!;
        }

        Check("Asking ONNX Runtime for its providers", ((delegate* unmanaged<byte**, int, nint>)Function(126))(names, count));
        return providers;
    }

    /// <summary>Says that tensors lie in the processor's memory. The caller keeps it.</summary>
    public nint CreateCpuMemoryInfo()
    {
        const int DeviceAllocator = 0;
        const int DefaultMemory = 0;
        nint info;
        Check("Describing memory", ((delegate* unmanaged<int, int, nint*, nint>)Function(69))(DeviceAllocator, DefaultMemory, &info));
        return info;
    }

    /// <summary>Throws what a status says, and frees it.</summary>
    private void Check(string doing, nint status)
    {
        if (status == 0)
        {
            return;
        }

        var code = ((delegate* unmanaged<nint, int>)Function(1))(status);
        var message = Marshal.PtrToStringUTF8((nint)((delegate* unmanaged<nint, byte*>)Function(2))(status)) ?? "no message";
        Release(93, status);
        throw new OnnxException(doing, code, message);
    }

    private void Release(int function, nint handle) => ((delegate* unmanaged<nint, void>)Function(function))(handle);
}
