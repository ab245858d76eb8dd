namespace Reelmill.Media.Probing;

/// <summary>What a file may claim before it is refused with <c>limit_exceeded</c>; checked before anything is decoded in full.</summary>
public sealed record ProbeLimits
{
    /// <summary>Pixels of one picture, as stored and as displayed.</summary>
    /// <value>64 Mi by default: 8192 x 8192.</value>
    public long MaxPixels { get; init; } = 64L << 20;

    /// <summary>Streams of one file.</summary>
    /// <value>100 by default.</value>
    public int MaxStreams { get; init; } = 100;

    /// <summary>The duration of a file or of any of its streams.</summary>
    /// <value>48 hours by default.</value>
    public TimeSpan MaxDuration { get; init; } = TimeSpan.FromHours(48);

    /// <summary>Frames a second on average.</summary>
    /// <value>1000 by default.</value>
    public double MaxFrameRate { get; init; } = 1000;

    /// <summary>How long probing one file may take.</summary>
    /// <value>30 seconds by default.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);
}
