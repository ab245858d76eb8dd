using Reelmill.Media.Formats;
using Reelmill.Media.Formats.Mp4.Files;
using Reelmill.Media.Formats.Packets;
using Reelmill.Media.Frames;
using Reelmill.Media.Interlacing;
using Reelmill.Media.Probing;

namespace Reelmill.Media.Chunking;

/// <summary>A file that is ready to be cut, and what is known of its packets.</summary>
public sealed class ChunkSource
{
    internal ChunkSource(string original, MediaInfo media, PacketIndex index, IReadOnlyList<SourceAudio> audio, IReadOnlyList<Mp4TrackHeader>? tracks)
    {
        Original = original;
        Media = media;
        Index = index;
        Audio = audio;
        Tracks = tracks;
    }

    /// <summary>The file that was named.</summary>
    public string Original { get; }

    /// <summary>The file that is read: the original, or a copy of its packets in a container that can be cut exactly.</summary>
    public string Path => Media.Path;

    /// <summary>Whether <see cref="Path"/> is such a copy; who prepared it deletes it.</summary>
    public bool IsCopy => !string.Equals(Original, Path, StringComparison.Ordinal);

    /// <summary>What probing <see cref="Path"/> found.</summary>
    public MediaInfo Media { get; }

    /// <summary>The video that is cut.</summary>
    public VideoStream Video => Media.RequireVideo();

    /// <summary>The unit of all times of the video, in seconds.</summary>
    public Rational TimeBase => Index.TimeBase;

    /// <summary>From the first frame that is shown to the end of the last one, in seconds.</summary>
    public double DurationSeconds => Ticks.ToSeconds(Index.EndPts - OriginPts, TimeBase);

    /// <summary>The time of the first frame that is shown: what a user counts from.</summary>
    public long OriginPts => Index.ShownPts[0];

    /// <summary>The extension of a file of copied packets: <c>.mp4</c> where MP4 holds them, otherwise <c>.mkv</c>.</summary>
    public string CopyExtension => Tracks is null ? ".mkv" : ".mp4";

    /// <summary>The scan type, by which encoded frames are deinterlaced.</summary>
    /// <value>Progressive until <see cref="MeasureScanAsync"/> has measured it.</value>
    public ScanType Scan { get; private set; }

    /// <summary>The first thing that was wrong with a file whose packets could be listed all the same, such as that it is cut off; null when nothing was.</summary>
    public string? Damage { get; internal set; }

    /// <summary>ffmpeg's name of the video in <see cref="Original"/>.</summary>
    internal string OriginalStream { get; init; } = "0:v:0";

    internal PacketIndex Index { get; }

    internal IReadOnlyList<SourceAudio> Audio { get; }

    /// <summary>The tracks of an MP4 file whose samples can be taken as they lie; null for others.</summary>
    internal IReadOnlyList<Mp4TrackHeader>? Tracks { get; }

    /// <summary>
    /// Whether a decoder may begin at a key frame. Not in 4:4:4 H.264: old x264 wrote it in a way that ffmpeg's decoder
    /// recognises by a message that only the first packet carries, so that from elsewhere every picture is garbage.
    /// </summary>
    internal bool CanSeek => Video is not { Codec: "h264", Profile: "High 4:4:4 Predictive" };

    /// <summary>A time in seconds from the first frame that is shown, to the microsecond.</summary>
    /// <param name="pts">The time in units of <see cref="TimeBase"/>.</param>
    public double SecondsOf(long pts) => Ticks.ToSeconds(pts - OriginPts, TimeBase);

    /// <summary>Measures the scan type, which encoding needs.</summary>
    /// <param name="meter">What measures.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="Core.PipelineException"><c>tool_missing</c>: ffmpeg could not be started.</exception>
    public async Task MeasureScanAsync(ScanMeter meter, CancellationToken cancellationToken) =>
        Scan = await meter.MeasureAsync(Path, Media, cancellationToken).ConfigureAwait(false);

    /// <summary>Divides the file into chunks.</summary>
    /// <param name="options">Where to cut.</param>
    /// <returns>The chunks in order; together they are the range asked for, without gap or overlap.</returns>
    /// <exception cref="Core.ItemException"><c>empty_range</c>.</exception>
    public IReadOnlyList<ChunkRange> Plan(ChunkPlanOptions options)
    {
        options.Validate();
        return ChunkPlanner.Plan(Index, CanSeek, options);
    }
}

/// <summary>A stream of sound and its packets.</summary>
internal sealed record SourceAudio(AudioStream Stream, PacketList Packets);
