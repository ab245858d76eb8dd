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
}
