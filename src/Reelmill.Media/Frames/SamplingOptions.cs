namespace Reelmill.Media.Frames;

/// <summary>The rule by which frames of a video are sampled.</summary>
public enum SamplingMode
{
    /// <summary>The first frame at or after each multiple of <see cref="SamplingOptions.Every"/>, from 0 on.</summary>
    Interval,

    /// <summary>Every keyframe; other frames are not decoded.</summary>
    Keyframes,

    /// <summary>The first frame of each shot.</summary>
    Scenes,
}

/// <summary>Options that select the sampled frames of a video.</summary>
public sealed record SamplingOptions
{
    /// <summary>The sampling rule.</summary>
    /// <value><see cref="SamplingMode.Interval"/> by default.</value>
    public SamplingMode Mode { get; init; }

    /// <summary>The interval between target times of <see cref="SamplingMode.Interval"/>.</summary>
    /// <value>One millisecond to one day, in whole milliseconds; one second by default.</value>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Whether the decoder skips non-reference frames. Decoding is faster, and a sample can be a few frames later than the
    /// first frame at or after its target time.
    /// </summary>
    /// <value>False by default.</value>
    public bool Fast { get; init; }

    /// <summary>Validates the options.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public void Validate()
    {
        if (Every < TimeSpan.FromMilliseconds(1) || Every > TimeSpan.FromDays(1) || Every.Ticks % TimeSpan.TicksPerMillisecond != 0)
        {
            throw new ArgumentException($"every is {Every}; the interval must be a whole number of milliseconds from 1ms to 1d.");
        }
    }
}
