using Reelmill.Media.Formats.Playlists;
using Reelmill.Media.Hls.Checking.Measuring;

namespace Reelmill.Media.Hls.Checking.Rules;

/// <summary>4: variants can be exchanged at every segment (RFC 8216, 6.2.4).</summary>
internal static class AlignmentRules
{
    private const decimal BoundarySeconds = 0.001m;
    private const double AudioSeconds = 1;

    public static HlsRule Aligned { get; } = new(
        4, "rfc8216-aligned-variants", HlsSeverity.Must,
        "All variants have the same target duration, the same number of segments and the same boundaries within 1 ms; sound has the same target duration and ends within 1 s of the video.");

    public static IEnumerable<HlsFinding> Check(StreamFacts stream)
    {
        var variants = stream.ReadableVariants.Where(static v => !v.Track.IsAudioOnly).DistinctBy(static v => v.Track).ToArray();
        if (variants is not [var first, .. var others])
        {
            return [];
        }

        var audio = stream.Renditions.Where(static r => r.Rendition.Type == MediaRendition.AudioType).Select(static r => r.Track)
            .Concat(stream.Variants.Select(static v => v.Track).Where(static t => t.IsAudioOnly));

        return
        [
            .. others.SelectMany(v => Compare(first.Track, first.Playlist, v.Track, v.Playlist)),
            .. audio.Where(static t => t.Playlist is not null).Distinct().SelectMany(t => CompareAudio(first.Track, first.Playlist, t, t.Playlist!)),
        ];
    }

    private static IEnumerable<HlsFinding> Compare(TrackFacts first, MediaPlaylist one, TrackFacts track, MediaPlaylist other)
    {
        if (one.TargetDuration != other.TargetDuration)
        {
            yield return Target(first, one, track, other);
        }

        if (first.Segments.Count != track.Segments.Count)
        {
            yield return Aligned.In(track.Name, $"expected {first.Segments.Count} segments as in {first.Name}, found {track.Segments.Count}; cut all variants at the same key frames");
            yield break;
        }

        foreach (var (a, b) in first.Segments.Zip(track.Segments).Where(static p => Math.Abs(p.First.End - p.Second.End) > BoundarySeconds))
        {
            yield return Aligned.In(track.Name, $"expected {b.Entry.Uri} to end at {a.End} s as in {first.Name}, found {b.End} s; cut all variants at the same key frames");
        }
    }

    private static IEnumerable<HlsFinding> CompareAudio(TrackFacts first, MediaPlaylist one, TrackFacts track, MediaPlaylist other)
    {
        if (one.TargetDuration != other.TargetDuration)
        {
            yield return Target(first, one, track, other);
        }

        if (Math.Abs(first.Seconds - track.Seconds) > AudioSeconds)
        {
            yield return Aligned.In(track.Name, $"expected sound of {first.Seconds:0.###} s within {AudioSeconds} s, as long as the video in {first.Name}, found {track.Seconds:0.###} s; check that no part is missing");
        }
    }

    private static HlsFinding Target(TrackFacts first, MediaPlaylist one, TrackFacts track, MediaPlaylist other) => Aligned.In(
        track.Name, $"expected #EXT-X-TARGETDURATION:{one.TargetDuration} as in {first.Name}, found {other.TargetDuration}; use the longest segment of all for all");
}
