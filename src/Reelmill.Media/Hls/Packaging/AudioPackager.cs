using System.Buffers;

namespace Reelmill.Media.Hls.Packaging;

/// <summary>Writes AAC as fMP4 segments, one fragment each. What comes before 0 is left out: players take it for damage.</summary>
internal static class AudioPackager
{
    public static async Task<PackagedTrack> PackageAsync(
        string name, AudioTrackFile file, StreamSpan span, SegmentPlan plan, SegmentSink sink, CancellationToken cancellationToken)
    {
        var init = $"{name}-init.mp4";
        await sink.WriteAsync(init, file.Init, cancellationToken).ConfigureAwait(false);
        var segments = new List<PackagedSegment>(plan.Count);
        foreach (var frames in file.Segments(span, plan, primed: false))
        {
            var bytes = new ArrayBufferWriter<byte>();
            file.Write(bytes, (uint)segments.Count + 1, frames);
            segments.Add(await sink.WriteSegmentAsync(
                name, segments.Count, file.Seconds(frames.Sum(static s => s.Duration)), VideoPackager.Extension, bytes.WrittenMemory, cancellationToken).ConfigureAwait(false));
        }

        return new PackagedTrack(name, init, file.Track.Codec!, segments, []);
    }
}
