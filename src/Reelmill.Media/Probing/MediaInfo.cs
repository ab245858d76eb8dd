using Reelmill.Core;

namespace Reelmill.Media.Probing;

/// <summary>Metadata that a media file declares. Only the beginning was decoded, so values may be wrong.</summary>
public sealed record MediaInfo
{
    /// <summary>The path of the file.</summary>
    public required string Path { get; init; }

    /// <summary>ffmpeg's names of the container, such as <c>mov</c> and <c>mp4</c>; a demuxer of several formats has several names.</summary>
    public required IReadOnlyList<string> FormatNames { get; init; }

    /// <summary>The earliest timestamp of any stream, exact to the microsecond; may be negative; null when unknown.</summary>
    public TimeSpan? StartTime { get; init; }

    /// <summary>The time from the start to the end of the last stream, exact to the microsecond; null when unknown.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The size of the file in bytes.</summary>
    public long SizeBytes { get; init; }

    /// <summary>The bit rate of the whole file in bits per second; null when unknown.</summary>
    public long? BitRate { get; init; }

    /// <summary>Whether ffprobe found no packet in any stream.</summary>
    internal bool IsEmpty { get; init; }

    /// <summary>The streams in file order; at least one.</summary>
    public required IReadOnlyList<MediaStream> Streams { get; init; }

    /// <summary>Whether the container has exact timestamps, a complete index, and reliable seeking.</summary>
    internal bool KeepsExactTimes => IsMp4 || IsMatroska;

    internal bool IsMp4 => FormatNames.Contains("mp4", StringComparer.Ordinal);

    internal bool IsMatroska => FormatNames.Contains("matroska", StringComparer.Ordinal);

    /// <summary>
    /// The time from the file's start to the first frame of the video, in containers where ffmpeg counts from that frame when it
    /// decodes the video alone: MPEG transport and program streams. Zero in containers where ffmpeg counts from the file's start.
    /// </summary>
    internal TimeSpan VideoShift =>
        FormatNames.Any(static name => name is "mpegts" or "mpeg") && PrimaryVideo?.StartTime is { } video && StartTime is { } file ? video - file : TimeSpan.Zero;

    /// <summary>
    /// The video stream to process; never an attached picture. A known codec has priority over an unknown one, then the default
    /// stream over others, then the first. Null when there is none.
    /// </summary>
    public VideoStream? PrimaryVideo => Streams.OfType<VideoStream>()
        .Where(video => !video.Disposition.IsAttachedPicture)
        .OrderBy(video => video.Codec is null)
        .ThenBy(video => !video.Disposition.IsDefault)
        .FirstOrDefault();

    /// <summary>The audio stream to process, with the same priorities as <see cref="PrimaryVideo"/>; null when there is none.</summary>
    public AudioStream? PrimaryAudio => Streams.OfType<AudioStream>()
        .OrderBy(audio => audio.Codec is null)
        .ThenBy(audio => !audio.Disposition.IsDefault)
        .FirstOrDefault();

    /// <summary>Returns the video stream to process.</summary>
    /// <exception cref="ItemException"><c>no_video</c>: the file has no video.</exception>
    public VideoStream RequireVideo() =>
        PrimaryVideo ?? throw new ItemException(
            "no_video",
            $"Looking for video in {ProbeFailure.Quote(Path)}: the file has no video ({Describe()}). Leave it out, or give a video file.");

    private string Describe()
    {
        var coverArt = Streams.Any(stream => stream.Disposition.IsAttachedPicture) ? "cover art" : null;
        var audio = Streams.OfType<AudioStream>().Any() ? "audio" : null;
        var found = string.Join(" and ", new[] { audio, coverArt }.Where(part => part is not null));
        return found.Length == 0 ? "neither video nor audio" : $"only {found}";
    }
}
