using Reelmill.Media.Formats;
namespace Reelmill.Media.Probing;

/// <summary>
/// One stream of a file: a <see cref="VideoStream"/>, <see cref="AudioStream"/>, <see cref="SubtitleStream"/> or
/// <see cref="OtherStream"/>, and never anything else.
/// </summary>
public abstract record MediaStream
{
    private protected MediaStream()
    {
    }

    /// <summary>Its place in the file, from 0; what ffmpeg's <c>-map 0:N</c> takes.</summary>
    public required int Index { get; init; }

    /// <summary>ffmpeg's name of its codec, such as <c>h264</c>; null when ffmpeg knows none.</summary>
    public string? Codec { get; init; }

    /// <summary>The container's name of its codec, such as <c>avc1</c>; null when it has none.</summary>
    public string? CodecTag { get; init; }

    /// <summary>The codec's profile, such as <c>High</c>; null when unknown.</summary>
    public string? Profile { get; init; }

    /// <summary>The unit of its timestamps in seconds; 0 when unknown.</summary>
    public Rational TimeBase { get; init; }

    /// <summary>The time of its first packet, exact to the microsecond and at times negative; null when unknown.</summary>
    public TimeSpan? StartTime { get; init; }

    /// <summary>How long its container says it is, exact to the microsecond; null when unknown. It may lie.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Bits a second; null when unknown.</summary>
    public long? BitRate { get; init; }

    /// <summary>The language as the file names it, mostly ISO 639-2 such as <c>eng</c>; null when it says none or <c>und</c>.</summary>
    public string? Language { get; init; }

    /// <summary>Whether the file says that its content is encrypted.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>What it is meant for.</summary>
    public required StreamDisposition Disposition { get; init; }
}
