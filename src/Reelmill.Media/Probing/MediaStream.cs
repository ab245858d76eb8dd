using Reelmill.Media.Formats;
namespace Reelmill.Media.Probing;

/// <summary>
/// A stream of a file: a <see cref="VideoStream"/>, <see cref="AudioStream"/>, <see cref="SubtitleStream"/> or
/// <see cref="OtherStream"/>. There are no other kinds.
/// </summary>
public abstract record MediaStream
{
    private protected MediaStream()
    {
    }

    /// <summary>The index of the stream in the file, from 0, as in ffmpeg's <c>-map 0:N</c>.</summary>
    public required int Index { get; init; }

    /// <summary>ffmpeg's name of the codec, such as <c>h264</c>; null when ffmpeg does not know the codec.</summary>
    public string? Codec { get; init; }

    /// <summary>The container's name of the codec, such as <c>avc1</c>; null when it has none.</summary>
    public string? CodecTag { get; init; }

    /// <summary>The profile of the codec, such as <c>High</c>; null when unknown.</summary>
    public string? Profile { get; init; }

    /// <summary>The unit of timestamps, in seconds; 0 when unknown.</summary>
    public Rational TimeBase { get; init; }

    /// <summary>The timestamp of the first packet, exact to the microsecond; may be negative; null when unknown.</summary>
    public TimeSpan? StartTime { get; init; }

    /// <summary>The duration that the container declares, exact to the microsecond; null when unknown. It may be wrong.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The bit rate in bits per second; null when unknown.</summary>
    public long? BitRate { get; init; }

    /// <summary>The language tag of the file, mostly ISO 639-2 such as <c>eng</c>; null when missing or <c>und</c>.</summary>
    public string? Language { get; init; }

    /// <summary>Whether the file declares the content as encrypted.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>The intended use of the stream.</summary>
    public required StreamDisposition Disposition { get; init; }
}
