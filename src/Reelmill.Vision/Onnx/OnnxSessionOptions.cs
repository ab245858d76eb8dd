namespace Reelmill.Vision.Onnx;

/// <summary>The options of an inference session.</summary>
public sealed record OnnxSessionOptions
{
    /// <summary>The number of threads per run.</summary>
    /// <value>1 by default, because several callers with one thread each reach a higher throughput than one caller with several threads. 0 means one thread per core.</value>
    public int Threads { get; init; } = 1;

    /// <summary>The execution provider.</summary>
    /// <value><see cref="OnnxProvider.Cpu"/> by default.</value>
    public OnnxProvider Provider { get; init; }
}
