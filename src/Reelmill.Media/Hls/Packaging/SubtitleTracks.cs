using System.Text;
using Reelmill.Media.Hls.Encoders;

namespace Reelmill.Media.Hls.Packaging;

/// <summary>Cuts WebVTT into segments at the video's cuts; a cue that crosses a cut is in both (RFC 8216, 3.5).</summary>
internal static class SubtitleTracks
{
    public static async Task<IReadOnlyList<AlternateTrack>> PackageAsync(
        EncodePlan plan, string folder, StreamSpan span, SegmentPlan segments, StreamFormat format, SegmentSink sink, CancellationToken cancellationToken)
    {
        var origin = format == StreamFormat.Ts ? TransportPackager.Origin : 0;
        var tracks = new List<AlternateTrack>();
        foreach (var subtitles in plan.Subtitles)
        {
            var cues = WebVtt.Parse(await File.ReadAllTextAsync(Path.Combine(folder, subtitles.File), cancellationToken).ConfigureAwait(false));
            if (cues.Count > 0)
            {
                var track = await PackageAsync(subtitles.Name, cues, span, segments, origin, sink, cancellationToken).ConfigureAwait(false);
                tracks.Add(new AlternateTrack(track, subtitles.Language, subtitles.Label, null, subtitles.Stream.Disposition.IsForced));
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
            var (start, end) = (span.Start + plan.Starts[i], span.Start + plan.EndOf(i));
            var text = WebVtt.Write(cues.Where(c => c.End > start && c.Start < end), origin, span.Start);
            var file = $"{name}-{i + 1:00000}.vtt";
            var bytes = Encoding.UTF8.GetBytes(text);
            await sink.WriteAsync(file, bytes, cancellationToken).ConfigureAwait(false);
            segments.Add(new PackagedSegment(file, PackagedTrack.Rounded(end - start), bytes.Length));
        }

        return new PackagedTrack(name, null, "wvtt", segments, []);
    }
}
