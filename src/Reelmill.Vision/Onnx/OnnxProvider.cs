namespace Reelmill.Vision.Onnx;

/// <summary>What computes.</summary>
public enum OnnxProvider
{
    /// <summary>The processor; always there.</summary>
    Cpu,

    /// <summary>An NVIDIA GPU through CUDA.</summary>
    Cuda,

    /// <summary>An NVIDIA GPU through TensorRT, with CUDA for what it cannot do.</summary>
    TensorRt,

    /// <summary>Intel's OpenVINO, which needs an ONNX Runtime that was built with it.</summary>
    OpenVino,
}

/// <summary>The names of providers.</summary>
public static class OnnxProviders
{
    /// <summary>Every name and its provider.</summary>
    /// <value><c>cpu</c>, <c>cuda</c>, <c>tensorrt</c> and <c>openvino</c>.</value>
    public static IReadOnlyList<(string Name, OnnxProvider Value)> All { get; } =
        [("cpu", OnnxProvider.Cpu), ("cuda", OnnxProvider.Cuda), ("tensorrt", OnnxProvider.TensorRt), ("openvino", OnnxProvider.OpenVino)];

    extension(OnnxProvider provider)
    {
        /// <summary>The name in settings and messages.</summary>
        /// <value>Such as <c>tensorrt</c>.</value>
        public string Name => All.First(p => p.Value == provider).Name;
    }
}
