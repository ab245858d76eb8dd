using Reelmill.Media.Formats.Playlists;
using Reelmill.Media.Hls.Packaging;

namespace Reelmill.Media.Hls.Checking.Measuring;

/// <summary>A media playlist and all it names, as they were found.</summary>
/// <param name="Name">The playlist's file, relative to the stream.</param>
/// <param name="Address">Where the playlist is.</param>
/// <param name="Playlist">What it says; null when it cannot be read.</param>
/// <param name="Problems">What RFC 8216 forbids in it.</param>
/// <param name="Unreadable">Why it cannot be read; null when it can.</param>
/// <param name="Segments">Its segments.</param>
/// <param name="Inits">What players read before them.</param>
internal sealed record TrackFacts(
    string Name,
    Uri Address,
    MediaPlaylist? Playlist,
    IReadOnlyList<PlaylistProblem> Problems,
    string? Unreadable,
    IReadOnlyList<SegmentFacts> Segments,
    IReadOnlyList<InitFacts> Inits)
{
    public double Seconds => (double)Segments.Sum(static s => s.Entry.Seconds);

    /// <summary>The segments with video that could be read.</summary>
    public IEnumerable<(SegmentFacts Segment, CodedFrameFacts Pictures)> WithPictures =>
        Segments.Where(static s => s.Media?.Pictures is not null).Select(static s => (s, s.Media!.Pictures!));

    /// <summary>The first segment's video; null for none.</summary>
    public CodedFrameFacts? FirstPictures => WithPictures.FirstOrDefault().Pictures;

    /// <summary>Whether it was read and holds sound without pictures.</summary>
    public bool IsAudioOnly => FirstPictures is null && AudioCodec is not null;

    public string? AudioCodec => Segments.Select(static s => s.Media?.AudioCodec).FirstOrDefault(static c => c is not null);

    /// <summary>When its pictures begin and end by their own timestamps, in seconds; null when that is not known.</summary>
    public StreamSpan? PictureSpan => SpanOf(static m => m.Pictures is { } p ? new StreamSpan(p.Start, p.End) : null);

    /// <summary>When its sound begins and ends by its own timestamps, in seconds; null when that is not known.</summary>
    public StreamSpan? SoundSpan => SpanOf(static m => m.Sound);

    /// <summary>Pictures a second, as FRAME-RATE declares them; null when none could be counted.</summary>
    public double? FrameRate => Packaging.FrameRate.Of(WithPictures.Select(static s => ((double)s.Segment.Entry.Seconds, s.Pictures.Count)));

    public long Average => Bandwidth.Average(Parts);

    public long Peak => Bandwidth.Peak(Parts, Playlist?.TargetDuration ?? 0);

    /// <summary>From the first segment to the last; of two clocks nothing is known.</summary>
    private StreamSpan? SpanOf(Func<SegmentMedia, StreamSpan?> part) =>
        !Segments.Any(static s => s.Entry.Discontinuity)
        && Segments is [{ Media: { } first }, ..] && part(first) is { } start
        && Segments[^1].Media is { } last && part(last) is { } end ? new StreamSpan(start.Start, end.End) : null;

    private (double Seconds, long Bytes)[] Parts => [.. Segments.Select(static s => ((double)s.Entry.Seconds, s.Bytes))];
}
