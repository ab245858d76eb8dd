namespace Reelmill.Vision.Onnx;

/// <summary>The execution provider of ONNX Runtime: the device and library that run a model.</summary>
public enum OnnxProvider
{
    /// <summary>The CPU, which is always available.</summary>
    Cpu,

    /// <summary>An NVIDIA GPU with CUDA.</summary>
    Cuda,

    /// <summary>An NVIDIA GPU with TensorRT, and CUDA for unsupported operators.</summary>
    TensorRt,

    /// <summary>Intel OpenVINO, which requires a build of ONNX Runtime with OpenVINO.</summary>
    OpenVino,
}

/// <summary>The names of providers.</summary>
public static class OnnxProviders
{
    /// <summary>All names with their providers.</summary>
    /// <value><c>cpu</c>, <c>cuda</c>, <c>tensorrt</c> and <c>openvino</c>.</value>
    public static IReadOnlyList<(string Name, OnnxProvider Value)> All { get; } =
        [("cpu", OnnxProvider.Cpu), ("cuda", OnnxProvider.Cuda), ("tensorrt", OnnxProvider.TensorRt), ("openvino", OnnxProvider.OpenVino)];

    extension(OnnxProvider provider)
    {
        /// <summary>The name of the provider in settings and messages.</summary>
        /// <value>Such as <c>tensorrt</c>.</value>
        public string Name => All.First(p => p.Value == provider).Name;
    }
}
