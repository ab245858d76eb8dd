using Reelmill.Vision.Images.Tensors;
using Reelmill.Vision.Models;

namespace Reelmill.Vision.Embedding;

/// <summary>The options of an inference server client.</summary>
public sealed record TritonOptions
{
    /// <summary>The input tensor that the model expects. A width and height that the server fixes take precedence.</summary>
    /// <value>The ImageNet preset by default.</value>
    public ImageInput Input { get; init; } = ModelPreset.ImageNet.Input;

    /// <summary>The name of the embedding output.</summary>
    /// <value>Null by default: the first output of the model.</value>
    public string? Output { get; init; }

    /// <summary>The largest number of images in one request; the server may set a lower limit.</summary>
    /// <value>32 by default.</value>
    public int MaxBatch { get; init; } = 32;

    /// <summary>The largest number of concurrent requests over all callers.</summary>
    /// <value>4 by default.</value>
    public int MaxInFlight { get; init; } = 4;

    /// <summary>The number of attempts in total when the server is busy, fails or does not respond.</summary>
    /// <value>4 by default.</value>
    public int Tries { get; init; } = 4;

    /// <summary>The delay before the second attempt; it doubles with each attempt, with jitter.</summary>
    /// <value>0.2 s by default.</value>
    public TimeSpan Delay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The timeout of one attempt.</summary>
    /// <value>30 s by default.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The clock for delays and timeouts.</summary>
    /// <value>The system clock by default.</value>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Throws when an option is out of range.</summary>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBatch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxInFlight, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Tries, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Timeout, TimeSpan.Zero);
    }
}
