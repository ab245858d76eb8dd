namespace Reelmill.Media.Probing;

/// <summary>An audio stream.</summary>
public sealed record AudioStream : MediaStream
{
    /// <summary>The sample rate in hertz; 0 when unknown.</summary>
    public int SampleRate { get; init; }

    /// <summary>The number of channels; 0 when unknown.</summary>
    public int Channels { get; init; }

    /// <summary>ffmpeg's name of the channel layout, such as <c>stereo</c>; null when unknown.</summary>
    public string? ChannelLayout { get; init; }
}
