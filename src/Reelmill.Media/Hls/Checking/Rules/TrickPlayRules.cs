using Reelmill.Media.Hls.Checking.Measuring;

namespace Reelmill.Media.Hls.Checking.Rules;

/// <summary>15: players can scrub: there are playlists of I-frames, and these name I-frames only (RFC 8216, 4.3.3.6 and 4.3.4.3).</summary>
internal static class TrickPlayRules
{
    public static HlsRule Offered { get; } = new(
        15, "apple-iframe-streams", HlsSeverity.Must, "A master playlist of video has EXT-X-I-FRAME-STREAM-INF, and its playlists have EXT-X-I-FRAMES-ONLY.");

    public static HlsRule Ranges { get; } = new(
        15, "rfc8216-iframe-ranges", HlsSeverity.Must, "Each byte range of an I-frame playlist, decrypted as RFC 8216 says in 6.3.6, is exactly one whole I-frame.");

    public static IEnumerable<HlsFinding> Check(StreamFacts stream)
    {
        if (stream.Master is not null && stream.IFrames.Count == 0 && stream.Variants.Any(static v => v.Track.FirstPictures is not null))
        {
            yield return Offered.In(stream.MasterName, $"expected #EXT-X-I-FRAME-STREAM-INF, found none; add playlists of I-frames for scrubbing");
        }

        foreach (var track in stream.IFrames.Select(static i => i.Track).Where(static t => t.Playlist is { IFramesOnly: false }))
        {
            yield return Offered.In(track.Name, $"expected #EXT-X-I-FRAMES-ONLY, found none; add it");
        }

        var spans = Spans(stream);
        foreach (var track in stream.Readable.Where(static t => t.Playlist.IFramesOnly).Select(static t => t.Track))
        {
            foreach (var segment in track.Segments)
            {
                if (Fault(segment, spans[segment.Name]) is { } fault)
                {
                    yield return Ranges.In(track.Name, $"{segment.Entry.Uri}: {fault}");
                }
            }
        }
    }

    /// <summary>Where the key pictures of each file lie.</summary>
    private static ILookup<string, KeySpan> Spans(StreamFacts stream) => stream.Tracks
        .SelectMany(static t => t.WithPictures)
        .SelectMany(static s => s.Pictures.Keys.Select(k => (s.Segment.Name, Key: k)))
        .ToLookup(static s => s.Name, static s => s.Key, StringComparer.Ordinal);

    /// <summary>A part alone does not show everything: in MPEG-TS it does not tell whether its picture is whole.</summary>
    private static string? Fault(SegmentFacts segment, IEnumerable<KeySpan> spans)
    {
        if (segment.Fault is { Kind: FaultKind.NotKeyPicture } fault)
        {
            return fault.Message;
        }

        var keys = spans.ToArray();
        return segment is { Fault: null, Entry.Range: { } range } && keys.Length > 0
            && !Array.Exists(keys, k => k.Offset >= range.Offset && k.End <= range.End)
            ? FormattableString.Invariant($"the byte range {range} holds no I-frame to its end; write the ranges from the positions of the IDR pictures")
            : null;
    }
}
