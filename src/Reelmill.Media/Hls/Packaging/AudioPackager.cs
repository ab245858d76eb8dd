using System.Buffers;

namespace Reelmill.Media.Hls.Packaging;

/// <summary>Writes AAC as fMP4 segments of one fragment each. Drops the frames before 0, which players treat as damage.</summary>
internal static class AudioPackager
{
    public static async Task<PackagedTrack> PackageAsync(
        string name, AudioTrackFile file, StreamSpan span, SegmentPlan plan, SegmentSink sink, CancellationToken cancellationToken)
    {
        var init = $"{name}-init.mp4";
        await sink.WriteAsync(init, file.Init, cancellationToken).ConfigureAwait(false);
        var segments = new List<PackagedSegment>(plan.Count);
        foreach (var frames in file.SplitIntoSegments(span, plan, primed: false))
        {
            var bytes = new ArrayBufferWriter<byte>();
            file.Write(bytes, (uint)segments.Count + 1, frames);
            segments.Add(await sink.WriteSegmentAsync(
                name, segments.Count, file.ToSeconds(frames.Sum(static s => s.Duration)), VideoPackager.Extension, bytes.WrittenMemory, cancellationToken).ConfigureAwait(false));
        }

        return new PackagedTrack(name, init, file.Track.Codec!, segments, []);
    }
}
