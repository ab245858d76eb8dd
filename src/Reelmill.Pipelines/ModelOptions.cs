using Reelmill.Vision.Onnx;

namespace Reelmill.Pipelines;

/// <summary>How the models of a run are run.</summary>
public sealed record ModelOptions
{
    /// <summary>What computes.</summary>
    /// <value><see cref="OnnxProvider.Cpu"/> by default.</value>
    public OnnxProvider Provider { get; init; }
}
