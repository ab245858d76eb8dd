using Reelmill.Media.Formats.Playlists;
using Reelmill.Media.Hls.Packaging;

namespace Reelmill.Media.Hls.Checking.Measuring;

/// <summary>A media playlist with its measured segments.</summary>
/// <param name="Name">The playlist's file, relative to the stream.</param>
/// <param name="Address">The URI of the playlist.</param>
/// <param name="Playlist">The parsed playlist; null when it cannot be read.</param>
/// <param name="Problems">The syntax violations of the playlist.</param>
/// <param name="Unreadable">Why the playlist cannot be read; null when it can.</param>
/// <param name="Segments">The measured segments.</param>
/// <param name="InitSegments">The measured initialization segments.</param>
internal sealed record MeasuredTrack(
    string Name,
    Uri Address,
    MediaPlaylist? Playlist,
    IReadOnlyList<PlaylistProblem> Problems,
    string? Unreadable,
    IReadOnlyList<MeasuredSegment> Segments,
    IReadOnlyList<MeasuredInitSegment> InitSegments)
{
    public double Seconds => (double)Segments.Sum(static s => s.Entry.Seconds);

    /// <summary>The segments with readable video.</summary>
    public IEnumerable<(MeasuredSegment Segment, SegmentVideo Video)> VideoSegments =>
        Segments.Where(static s => s.Media?.Video is not null).Select(static s => (s, s.Media!.Video!));

    /// <summary>The video of the first segment with readable video; null for none.</summary>
    public SegmentVideo? FirstVideo => VideoSegments.FirstOrDefault().Video;

    /// <summary>Whether the segments contain audio but no video.</summary>
    public bool IsAudioOnly => FirstVideo is null && AudioCodec is not null;

    public string? AudioCodec => Segments.Select(static s => s.Media?.AudioCodec).FirstOrDefault(static c => c is not null);

    /// <summary>The start and end of the video by its timestamps, in seconds; null when unknown.</summary>
    public StreamSpan? VideoSpan => FindSpan(static m => m.Video is { } v ? new StreamSpan(v.Start, v.End) : null);

    /// <summary>The start and end of the audio by its timestamps, in seconds; null when unknown.</summary>
    public StreamSpan? AudioSpan => FindSpan(static m => m.Audio);

    /// <summary>The frame rate as FRAME-RATE defines it; null when no frames could be counted.</summary>
    public double? FrameRate => Packaging.FrameRate.Measure(VideoSegments.Select(static s => ((double)s.Segment.Entry.Seconds, s.Video.FrameCount)));

    public long Average => Bandwidth.Average(SegmentSizes);

    public long Peak => Bandwidth.Peak(SegmentSizes, Playlist?.TargetDuration ?? 0);

    /// <summary>Spans the first to the last segment; null with a discontinuity, across which timestamps are not comparable.</summary>
    private StreamSpan? FindSpan(Func<SegmentMedia, StreamSpan?> select) =>
        !Segments.Any(static s => s.Entry.Discontinuity)
        && Segments is [{ Media: { } first }, ..] && select(first) is { } start
        && Segments[^1].Media is { } last && select(last) is { } end ? new StreamSpan(start.Start, end.End) : null;

    private (double Seconds, long Bytes)[] SegmentSizes => [.. Segments.Select(static s => ((double)s.Entry.Seconds, s.Bytes))];
}
