using Reelmill.Vision.Images.Tensors;
using Reelmill.Vision.Models;

namespace Reelmill.Vision.Embedding;

/// <summary>How an inference server is used.</summary>
public sealed record TritonOptions
{
    /// <summary>What the model wants to see; where the server fixes its width and height, the server's hold.</summary>
    /// <value>That of networks trained on ImageNet by default.</value>
    public ImageInput Input { get; init; } = ModelPreset.ImageNet.Input;

    /// <summary>The output that is the vector.</summary>
    /// <value>Null by default: the model's first.</value>
    public string? Output { get; init; }

    /// <summary>The most pictures in one request; the server may want fewer.</summary>
    /// <value>32 by default.</value>
    public int MaxBatch { get; init; } = 32;

    /// <summary>The most requests at the same time, over all callers.</summary>
    /// <value>4 by default.</value>
    public int MaxInFlight { get; init; } = 4;

    /// <summary>How often a request is made in all when the server is busy, fails or does not answer.</summary>
    /// <value>4 by default.</value>
    public int Tries { get; init; } = 4;

    /// <summary>The pause before the second try; it doubles from try to try, with jitter.</summary>
    /// <value>0.2 s by default.</value>
    public TimeSpan Delay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long one try may take.</summary>
    /// <value>30 s by default.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The clock of pauses and limits.</summary>
    /// <value>The system's by default.</value>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Throws when a number is out of its range.</summary>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBatch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxInFlight, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Tries, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Timeout, TimeSpan.Zero);
    }
}
