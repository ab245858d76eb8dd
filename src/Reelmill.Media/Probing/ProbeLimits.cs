namespace Reelmill.Media.Probing;

/// <summary>Limits on what a file may declare. A file over a limit is rejected with <c>limit_exceeded</c> before it is decoded in full.</summary>
public sealed record ProbeLimits
{
    /// <summary>The maximum number of pixels of a frame, as stored and as displayed.</summary>
    /// <value>64 Mi by default: 8192 x 8192.</value>
    public long MaxPixels { get; init; } = 64L << 20;

    /// <summary>The maximum number of streams in a file.</summary>
    /// <value>100 by default.</value>
    public int MaxStreams { get; init; } = 100;

    /// <summary>The maximum duration of a file and of any stream.</summary>
    /// <value>48 hours by default.</value>
    public TimeSpan MaxDuration { get; init; } = TimeSpan.FromHours(48);

    /// <summary>The maximum average frame rate, in frames per second.</summary>
    /// <value>1000 by default.</value>
    public double MaxFrameRate { get; init; } = 1000;

    /// <summary>The maximum time for probing one file.</summary>
    /// <value>30 seconds by default.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);
}
