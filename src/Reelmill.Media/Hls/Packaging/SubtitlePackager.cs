using System.Text;
using Reelmill.Media.Hls.Encoders;

namespace Reelmill.Media.Hls.Packaging;

/// <summary>Splits WebVTT at the video's segment boundaries; a cue that crosses a boundary is in both segments (RFC 8216, 3.5).</summary>
internal static class SubtitlePackager
{
    public static async Task<IReadOnlyList<AlternativeRendition>> PackageAsync(
        EncodePlan plan, string folder, StreamSpan span, SegmentPlan segments, StreamFormat format, SegmentSink sink, CancellationToken cancellationToken)
    {
        var origin = format == StreamFormat.Ts ? TransportPackager.StartTicks : 0;
        var tracks = new List<AlternativeRendition>();
        foreach (var subtitles in plan.Subtitles)
        {
            var cues = WebVtt.Parse(await File.ReadAllTextAsync(Path.Combine(folder, subtitles.File), cancellationToken).ConfigureAwait(false));
            if (cues.Count > 0)
            {
                var track = await PackageAsync(subtitles.Name, cues, span, segments, origin, sink, cancellationToken).ConfigureAwait(false);
                tracks.Add(new AlternativeRendition(track, subtitles.Language, subtitles.Label, null, subtitles.Stream.Disposition.IsForced));
            }
        }

        return tracks;
    }

    private static async Task<PackagedTrack> PackageAsync(
        string name, IReadOnlyList<Cue> cues, StreamSpan span, SegmentPlan plan, long origin, SegmentSink sink, CancellationToken cancellationToken)
    {
        var segments = new List<PackagedSegment>();
        for (var i = 0; i < plan.Count; i++)
        {
            var (start, end) = (span.Start + plan.Starts[i], span.Start + plan.GetEnd(i));
            var text = WebVtt.Write(cues.Where(c => c.End > start && c.Start < end), origin, span.Start);
            var file = $"{name}-{i + 1:00000}.vtt";
            var bytes = Encoding.UTF8.GetBytes(text);
            await sink.WriteAsync(file, bytes, cancellationToken).ConfigureAwait(false);
            segments.Add(new PackagedSegment(file, PackagedTrack.RoundDuration(end - start), bytes.Length));
        }

        return new PackagedTrack(name, null, "wvtt", segments, []);
    }
}
