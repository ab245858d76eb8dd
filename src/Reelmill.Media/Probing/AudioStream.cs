namespace Reelmill.Media.Probing;

/// <summary>A stream of sound.</summary>
public sealed record AudioStream : MediaStream
{
    /// <summary>Samples a second of each channel; 0 when unknown.</summary>
    public int SampleRate { get; init; }

    /// <summary>The number of channels; 0 when unknown.</summary>
    public int Channels { get; init; }

    /// <summary>ffmpeg's name of the channels' places, such as <c>stereo</c>; null when unknown.</summary>
    public string? ChannelLayout { get; init; }
}
