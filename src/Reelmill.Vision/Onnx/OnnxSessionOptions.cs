namespace Reelmill.Vision.Onnx;

/// <summary>How a model is run.</summary>
public sealed record OnnxSessionOptions
{
    /// <summary>Threads that one run may use.</summary>
    /// <value>1 by default: several callers with one thread each do more than one caller with several. 0: as many as there are cores.</value>
    public int Threads { get; init; } = 1;

    /// <summary>What computes.</summary>
    /// <value><see cref="OnnxProvider.Cpu"/> by default.</value>
    public OnnxProvider Provider { get; init; }
}
