using System.Runtime.InteropServices;
using Reelmill.Vision.Packages;

namespace Reelmill.Vision.Onnx;

/// <summary>A known build of the native ONNX Runtime, with the hashes of its files.</summary>
/// <param name="Folder">The folder name in the cache.</param>
/// <param name="Package">The package that contains the build.</param>
/// <param name="Files">The library and the provider libraries that it loads from the same folder.</param>
internal sealed record OnnxBuild(string Folder, PackageId Package, IReadOnlyList<PackageFile> Files)
{
    private static readonly PackageId CpuPackage = new(PackageRegistry.NuGet, "Microsoft.ML.OnnxRuntime", "1.31.1");
    private static readonly PackageId GpuPackage = new(PackageRegistry.NuGet, "Microsoft.ML.OnnxRuntime.Gpu.Linux", "1.31.0");

    /// <summary>Returns the CPU build for an architecture; null when there is none.</summary>
    public static OnnxBuild? Cpu(Architecture architecture) => architecture switch
    {
        Architecture.X64 => new("1.31.1-cpu-x64", CpuPackage, [CreateFile("x64", "libonnxruntime.so", "a96f132e5eb5ca04e23a7d2fc1078fb95aa591e8d71d0f237702ece3a1e0f4ea")]),
        Architecture.Arm64 => new("1.31.1-cpu-arm64", CpuPackage, [CreateFile("arm64", "libonnxruntime.so", "7e17c55d675be73f67a218dbecb55522395f61dafb3da03ebc7ade56a4c2f813")]),
        _ => null,
    };

    /// <summary>Returns the build with CUDA and TensorRT, which also runs on the CPU; null when there is none.</summary>
    public static OnnxBuild? Gpu(Architecture architecture) => architecture == Architecture.X64
        ? new("1.31.0-gpu-x64", GpuPackage,
        [
            CreateFile("x64", "libonnxruntime.so", "7a7a2cfec3da75774dd8116e6a31fe466b46f5f6901e3fa87350d9391a840bfa"),
            CreateFile("x64", "libonnxruntime_providers_shared.so", "c6a12593396095f5670160e284c35d1700b7708cf3037b7042e2a5200ccae772"),
            CreateFile("x64", "libonnxruntime_providers_cuda.so", "5ea2ec896db647cd9bb1ab08e943cda07d497975b6d6b967a2bd88b8a1303f00"),
            CreateFile("x64", "libonnxruntime_providers_tensorrt.so", "58aca004c7c66b17608cce2797cf5194e23e3b1a9a481456a816cc126364ecad"),
        ])
        : null;

    private static PackageFile CreateFile(string machine, string name, string sha256) => new($"runtimes/linux-{machine}/native/{name}", sha256);
}
