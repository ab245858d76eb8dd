using Reelmill.Core;

namespace Reelmill.Media.Probing;

/// <summary>What a media file says about itself. Nothing has been decoded but its beginning, so it may lie.</summary>
public sealed record MediaInfo
{
    /// <summary>The path that was probed.</summary>
    public required string Path { get; init; }

    /// <summary>ffmpeg's names of the container, such as <c>mov</c> and <c>mp4</c>; those that one reader serves come together.</summary>
    public required IReadOnlyList<string> FormatNames { get; init; }

    /// <summary>The earliest time of any stream, exact to the microsecond and at times negative; null when unknown.</summary>
    public TimeSpan? StartTime { get; init; }

    /// <summary>From the start to the end of the last stream, exact to the microsecond; null when unknown.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The file's size in bytes.</summary>
    public long SizeBytes { get; init; }

    /// <summary>Bits a second of everything; null when unknown.</summary>
    public long? BitRate { get; init; }

    /// <summary>Whether ffprobe found no packet of any stream.</summary>
    internal bool IsEmpty { get; init; }

    /// <summary>The streams in the file's order; at least one.</summary>
    public required IReadOnlyList<MediaStream> Streams { get; init; }

    /// <summary>Whether the container keeps exact times, a whole index of them and nothing that a seek gets wrong.</summary>
    internal bool KeepsExactTimes => IsMp4 || IsMatroska;

    internal bool IsMp4 => FormatNames.Contains("mp4", StringComparer.Ordinal);

    internal bool IsMatroska => FormatNames.Contains("matroska", StringComparer.Ordinal);

    /// <summary>
    /// How long after the file's start the video's first frame is, where ffmpeg counts from that frame when it decodes
    /// the video alone, as it does in MPEG transport and program streams; zero where it counts from the file's start.
    /// </summary>
    internal TimeSpan VideoShift =>
        FormatNames.Any(static name => name is "mpegts" or "mpeg") && PrimaryVideo?.StartTime is { } video && StartTime is { } file ? video - file : TimeSpan.Zero;

    /// <summary>
    /// The video to work on: no attached picture; one in a known codec before one in an unknown codec, a default one
    /// before the others, then the first. Null when there is none.
    /// </summary>
    public VideoStream? PrimaryVideo => Streams.OfType<VideoStream>()
        .Where(video => !video.Disposition.IsAttachedPicture)
        .OrderBy(video => video.Codec is null)
        .ThenBy(video => !video.Disposition.IsDefault)
        .FirstOrDefault();

    /// <summary>The sound that goes with it, chosen in the same way; null when there is none.</summary>
    public AudioStream? PrimaryAudio => Streams.OfType<AudioStream>()
        .OrderBy(audio => audio.Codec is null)
        .ThenBy(audio => !audio.Disposition.IsDefault)
        .FirstOrDefault();

    /// <summary>The video to work on, for work that cannot do without one.</summary>
    /// <exception cref="ItemException"><c>no_video</c>: there is none.</exception>
    public VideoStream RequireVideo() =>
        PrimaryVideo ?? throw new ItemException(
            "no_video",
            $"Looking for video in {ProbeFailure.Named(Path)}: it has none ({Describe()}). Leave it out, or give a file with a moving picture.");

    private string Describe()
    {
        var pictures = Streams.Any(stream => stream.Disposition.IsAttachedPicture) ? "a cover picture" : null;
        var sound = Streams.OfType<AudioStream>().Any() ? "sound" : null;
        var found = string.Join(" and ", new[] { sound, pictures }.Where(part => part is not null));
        return found.Length == 0 ? "neither picture nor sound" : $"only {found}";
    }
}
