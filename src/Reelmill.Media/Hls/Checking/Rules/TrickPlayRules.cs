using Reelmill.Media.Hls.Checking.Measuring;

namespace Reelmill.Media.Hls.Checking.Rules;

/// <summary>
/// 15: players can scrub, since there are I-frame playlists that reference I-frames only (RFC 8216, 4.3.3.6 and
/// 4.3.4.3).
/// </summary>
internal static class TrickPlayRules
{
    public static HlsRule IFrameStreams { get; } = new(
        15, "apple-iframe-streams", HlsSeverity.Must, "A master playlist with video has EXT-X-I-FRAME-STREAM-INF, and the playlists it names have EXT-X-I-FRAMES-ONLY.");

    public static HlsRule IFrameRanges { get; } = new(
        15, "rfc8216-iframe-ranges", HlsSeverity.Must, "Each byte range of an I-frame playlist, decrypted as in RFC 8216, 6.3.6, is exactly one whole I-frame.");

    public static IEnumerable<HlsFinding> Check(MeasuredStream stream)
    {
        if (stream.Master is not null && stream.IFrames.Count == 0 && stream.Variants.Any(static v => v.Track.FirstVideo is not null))
        {
            yield return IFrameStreams.CreateFinding(stream.MasterName, $"expected #EXT-X-I-FRAME-STREAM-INF, found none; add I-frame playlists for scrubbing");
        }

        foreach (var track in stream.IFrames.Select(static i => i.Track).Where(static t => t.Playlist is { IFramesOnly: false }))
        {
            yield return IFrameStreams.CreateFinding(track.Name, $"expected #EXT-X-I-FRAMES-ONLY, found none; add it");
        }

        var keyframes = LocateKeyframes(stream);
        foreach (var track in stream.ReadableTracks.Where(static t => t.Playlist.IFramesOnly).Select(static t => t.Track))
        {
            foreach (var segment in track.Segments)
            {
                if (FindFault(segment, keyframes[segment.Name]) is { } fault)
                {
                    yield return IFrameRanges.CreateFinding(track.Name, $"{segment.Entry.Uri}: {fault}");
                }
            }
        }
    }

    /// <summary>Groups the keyframes of all video segments by file.</summary>
    private static ILookup<string, KeyframeLocation> LocateKeyframes(MeasuredStream stream) => stream.Tracks
        .SelectMany(static t => t.VideoSegments)
        .SelectMany(static s => s.Video.Keyframes.Select(k => (s.Segment.Name, Key: k)))
        .ToLookup(static s => s.Name, static s => s.Key, StringComparer.Ordinal);

    /// <summary>
    /// Compares the byte range with the keyframes of the whole segment, since a range of MPEG-TS alone does not show
    /// whether its frame is complete.
    /// </summary>
    private static string? FindFault(MeasuredSegment segment, IEnumerable<KeyframeLocation> keyframes)
    {
        if (segment.Fault is { Kind: SegmentFaultKind.NotSingleIFrame } fault)
        {
            return fault.Message;
        }

        var located = keyframes.ToArray();
        return segment is { Fault: null, Entry.Range: { } range } && located.Length > 0
            && !Array.Exists(located, k => k.Offset >= range.Offset && k.End <= range.End)
            ? FormattableString.Invariant($"the byte range {range} does not contain a complete I-frame; take the byte ranges from the positions of the IDR frames")
            : null;
    }
}
