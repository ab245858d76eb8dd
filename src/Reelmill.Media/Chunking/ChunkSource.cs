using Reelmill.Media.Formats;
using Reelmill.Media.Formats.Mp4.Files;
using Reelmill.Media.Formats.Packets;
using Reelmill.Media.Frames;
using Reelmill.Media.Interlacing;
using Reelmill.Media.Probing;

namespace Reelmill.Media.Chunking;

/// <summary>A media file prepared for cutting, with an index of its packets.</summary>
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

    /// <summary>The file that the caller named.</summary>
    public string Original { get; }

    /// <summary>The file to read: the original, or a copy of its packets in a container that can be cut exactly.</summary>
    public string Path => Media.Path;

    /// <summary>Whether <see cref="Path"/> is a copy of the original. The caller that prepared the source deletes the copy.</summary>
    public bool IsCopy => !string.Equals(Original, Path, StringComparison.Ordinal);

    /// <summary>The probe result of <see cref="Path"/>.</summary>
    public MediaInfo Media { get; }

    /// <summary>The video stream to cut.</summary>
    public VideoStream Video => Media.RequireVideo();

    /// <summary>The unit of the video's timestamps, in seconds.</summary>
    public Rational TimeBase => Index.TimeBase;

    /// <summary>The time from the first shown frame to the end of the last one, in seconds.</summary>
    public double DurationSeconds => Ticks.ToSeconds(Index.EndPts - OriginPts, TimeBase);

    /// <summary>The PTS of the first shown frame, from which users count time.</summary>
    public long OriginPts => Index.ShownPts[0];

    /// <summary>The extension of a file of copied packets: <c>.mp4</c> where MP4 supports the streams, otherwise <c>.mkv</c>.</summary>
    public string CopyExtension => Tracks is null ? ".mkv" : ".mp4";

    /// <summary>The scan type, which decides how encoded frames are deinterlaced.</summary>
    /// <value>Progressive until <see cref="MeasureScanAsync"/> has measured it.</value>
    public ScanType Scan { get; private set; }

    /// <summary>The first error of a file whose packets could be listed nevertheless, such as a truncated one; null when there was none.</summary>
    public string? Damage { get; internal set; }

    /// <summary>ffmpeg's stream specifier of the video in <see cref="Original"/>.</summary>
    internal string OriginalStream { get; init; } = "0:v:0";

    internal PacketIndex Index { get; }

    internal IReadOnlyList<SourceAudio> Audio { get; }

    /// <summary>The tracks of an MP4 file whose samples can be read in place; null for other files.</summary>
    internal IReadOnlyList<Mp4TrackHeader>? Tracks { get; }

    /// <summary>
    /// Whether decoding may begin at a keyframe. Not in 4:4:4 H.264: ffmpeg's decoder recognizes a nonstandard bitstream of
    /// old x264 versions by a message that only the first packet carries. Decoding from any other packet gives garbage.
    /// </summary>
    internal bool CanSeek => Video is not { Codec: "h264", Profile: "High 4:4:4 Predictive" };

    /// <summary>Converts a PTS to seconds from the first shown frame, to the microsecond.</summary>
    /// <param name="pts">The PTS in units of <see cref="TimeBase"/>.</param>
    public double ToSeconds(long pts) => Ticks.ToSeconds(pts - OriginPts, TimeBase);

    /// <summary>Measures the scan type, which the encoder needs.</summary>
    /// <param name="meter">The meter that measures the scan type.</param>
    /// <param name="cancellationToken">Stops the measurement.</param>
    /// <exception cref="Core.PipelineException"><c>tool_missing</c>: ffmpeg could not be started.</exception>
    public async Task MeasureScanAsync(ScanMeter meter, CancellationToken cancellationToken) =>
        Scan = await meter.MeasureAsync(Path, Media, cancellationToken).ConfigureAwait(false);

    /// <summary>Divides the file into chunks.</summary>
    /// <param name="options">Where to cut.</param>
    /// <returns>The chunks in order. Together they cover the requested range without gap or overlap.</returns>
    /// <exception cref="Core.ItemException"><c>empty_range</c>: the range has no frame.</exception>
    public IReadOnlyList<ChunkRange> Plan(ChunkPlanOptions options)
    {
        options.Validate();
        return ChunkPlanner.Plan(Index, CanSeek, options);
    }
}

/// <summary>An audio stream and its packets.</summary>
internal sealed record SourceAudio(AudioStream Stream, PacketList Packets);
