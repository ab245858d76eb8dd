using Reelmill.Media.Formats.Playlists;
using Reelmill.Media.Hls.Checking.Measuring;

namespace Reelmill.Media.Hls.Checking.Rules;

/// <summary>4: players can switch between variants at every segment (RFC 8216, 6.2.4).</summary>
internal static class AlignmentRules
{
    private const decimal BoundaryTolerance = 0.001m;
    private const double AudioTolerance = 1;

    public static HlsRule AlignedVariants { get; } = new(
        4, "rfc8216-aligned-variants", HlsSeverity.Must,
        "All variants have the same target duration, segment count and segment boundaries (within 1 ms); audio has the same target duration and ends within 1 s of the video.");

    public static IEnumerable<HlsFinding> Check(MeasuredStream stream)
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
            .. others.SelectMany(v => CompareVideo(first.Track, first.Playlist, v.Track, v.Playlist)),
            .. audio.Where(static t => t.Playlist is not null).Distinct().SelectMany(t => CompareAudio(first.Track, first.Playlist, t, t.Playlist!)),
        ];
    }

    private static IEnumerable<HlsFinding> CompareVideo(MeasuredTrack first, MediaPlaylist one, MeasuredTrack track, MediaPlaylist other)
    {
        if (one.TargetDuration != other.TargetDuration)
        {
            yield return CreateTargetDurationFinding(first, one, track, other);
        }

        if (first.Segments.Count != track.Segments.Count)
        {
            yield return AlignedVariants.CreateFinding(track.Name, $"expected {first.Segments.Count} segments as in {first.Name}, found {track.Segments.Count}; cut all variants at the same keyframes");
            yield break;
        }

        foreach (var (a, b) in first.Segments.Zip(track.Segments).Where(static p => Math.Abs(p.First.End - p.Second.End) > BoundaryTolerance))
        {
            yield return AlignedVariants.CreateFinding(track.Name, $"expected {b.Entry.Uri} to end at {a.End} s as in {first.Name}, found {b.End} s; cut all variants at the same keyframes");
        }
    }

    private static IEnumerable<HlsFinding> CompareAudio(MeasuredTrack first, MediaPlaylist one, MeasuredTrack track, MediaPlaylist other)
    {
        if (one.TargetDuration != other.TargetDuration)
        {
            yield return CreateTargetDurationFinding(first, one, track, other);
        }

        if (Math.Abs(first.Seconds - track.Seconds) > AudioTolerance)
        {
            yield return AlignedVariants.CreateFinding(track.Name, $"expected audio of {first.Seconds:0.###} s within {AudioTolerance} s, the duration of the video in {first.Name}, found {track.Seconds:0.###} s; check for missing segments");
        }
    }

    private static HlsFinding CreateTargetDurationFinding(MeasuredTrack first, MediaPlaylist one, MeasuredTrack track, MediaPlaylist other) => AlignedVariants.CreateFinding(
        track.Name, $"expected #EXT-X-TARGETDURATION:{one.TargetDuration} as in {first.Name}, found {other.TargetDuration}; take the longest segment of all playlists in every playlist");
}
