using Reelmill.Vision.Onnx;

namespace Reelmill.Pipelines;

/// <summary>How a run executes its models.</summary>
public sealed record ModelOptions
{
    /// <summary>The execution provider of ONNX Runtime.</summary>
    /// <value><see cref="OnnxProvider.Cpu"/> by default.</value>
    public OnnxProvider Provider { get; init; }
}
