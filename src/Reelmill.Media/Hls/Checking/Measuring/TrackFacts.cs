using Reelmill.Media.Hls.Packaging;
using Reelmill.Media.Hls.Playlists;

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
    public IEnumerable<(SegmentFacts Segment, PictureFacts Pictures)> WithPictures =>
        Segments.Where(static s => s.Media?.Pictures is not null).Select(static s => (s, s.Media!.Pictures!));

    /// <summary>The first segment's video; null for none.</summary>
    public PictureFacts? FirstPictures => WithPictures.FirstOrDefault().Pictures;

    /// <summary>Whether it was read and holds sound without pictures.</summary>
    public bool IsAudioOnly => FirstPictures is null && AudioCodec is not null;

    public string? AudioCodec => Segments.Select(static s => s.Media?.AudioCodec).FirstOrDefault(static c => c is not null);

    /// <summary>Pictures a second over all segments; null when none could be counted.</summary>
    public double? FrameRate
    {
        get
        {
            var seconds = WithPictures.Sum(static s => s.Pictures.End - s.Pictures.Start);
            return seconds > 0 ? WithPictures.Sum(static s => s.Pictures.Count) / seconds : null;
        }
    }

    public long Average => Bandwidth.Average(Parts);

    public long Peak => Bandwidth.Peak(Parts, Playlist?.TargetDuration ?? 0);

    private (double Seconds, long Bytes)[] Parts => [.. Segments.Select(static s => ((double)s.Entry.Seconds, s.Bytes))];
}
