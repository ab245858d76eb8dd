using Reelmill.Media.Hls.Checking.Measuring;

namespace Reelmill.Media.Hls.Checking.Rules;

/// <summary>2: no segment exceeds the target duration, both rounded (RFC 8216, 4.3.3.1).</summary>
internal static class TargetDurationRules
{
    public static HlsRule TargetDuration { get; } = new(
        2, "rfc8216-target-duration", HlsSeverity.Must, "Each EXTINF, rounded to whole seconds, is at most EXT-X-TARGETDURATION.");

    public static IEnumerable<HlsFinding> Check(MeasuredStream stream) =>
        from track in stream.ReadableTracks
        from segment in track.Track.Segments
        where Math.Round(segment.Entry.Seconds, MidpointRounding.AwayFromZero) > track.Playlist.TargetDuration
        select TargetDuration.CreateFinding(
            track.Track.Name,
            $"expected segments of at most {track.Playlist.TargetDuration} s (EXT-X-TARGETDURATION), found {segment.Entry.Uri} of {segment.Entry.Seconds} s; raise the target duration in all playlists, or cut shorter segments");
}
