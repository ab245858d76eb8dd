namespace Reelmill.Media.Frames;

/// <summary>Which frames of a video are sampled.</summary>
public enum SamplingMode
{
    /// <summary>For each target time 0, <see cref="SamplingOptions.Every"/>, twice that, ...: the first frame at or after it.</summary>
    Interval,

    /// <summary>Every key frame; nothing else is decoded.</summary>
    KeyFrames,

    /// <summary>The first frame of each shot.</summary>
    Scenes,
}

/// <summary>Which frames of a video are sampled, and how thoroughly it is decoded for that.</summary>
public sealed record SamplingOptions
{
    /// <summary>Which frames are sampled.</summary>
    /// <value><see cref="SamplingMode.Interval"/> by default.</value>
    public SamplingMode Mode { get; init; }

    /// <summary>The distance of the target times of <see cref="SamplingMode.Interval"/>.</summary>
    /// <value>One millisecond to one day, in whole milliseconds; one second by default.</value>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Whether frames that no other frame refers to are not decoded: quicker, and a sample may be some frames later
    /// than the first one at its target time.
    /// </summary>
    /// <value>False by default.</value>
    public bool Fast { get; init; }

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentException">One is out of its range.</exception>
    public void Validate()
    {
        if (Every < TimeSpan.FromMilliseconds(1) || Every > TimeSpan.FromDays(1) || Every.Ticks % TimeSpan.TicksPerMillisecond != 0)
        {
            throw new ArgumentException($"every is {Every}; it must be whole milliseconds from 1ms to 1d.");
        }
    }
}
