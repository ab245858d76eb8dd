using System.Buffers;

namespace Reelmill.Media.Hls.Packaging;

/// <summary>Writes an encoded video as fMP4 segments, each a run of its fragments.</summary>
internal static class VideoPackager
{
    public const string Extension = "m4s";

    public static async Task<PackagedTrack> PackageAsync(
        string name, VideoTrackFile file, SegmentPlan plan, SegmentSink sink, CancellationToken cancellationToken)
    {
        var init = $"{name}-init.mp4";
        await sink.WriteAsync(init, file.Init, cancellationToken).ConfigureAwait(false);
        var segments = new List<PackagedSegment>(plan.Count);
        var keyframes = new List<PackagedKeyframe>(file.Fragments.Count);
        var times = file.KeyframeTimes;
        var first = 0;
        for (var i = 0; i < plan.Count; i++)
        {
            var next = plan.FindNextKeyframe(i, times, first);
            var bytes = new ArrayBufferWriter<byte>();
            var count = 0;
            for (var n = first; n < next; n++)
            {
                var until = n + 1 < times.Count ? times[n + 1] : plan.End;
                keyframes.Add(new PackagedKeyframe(i, bytes.WrittenCount, file.Fragments[n].KeyframeBytes, PackagedTrack.RoundDuration(until - times[n])));
                file.Fragments[n].Write(bytes, (uint)n + 1, file.Track.Id);
                count += file.Fragments[n].Samples.Count;
            }

            var segment = await sink.WriteSegmentAsync(name, i, plan.GetEnd(i) - plan.Starts[i], Extension, bytes.WrittenMemory, cancellationToken).ConfigureAwait(false);
            segments.Add(segment with { FrameCount = count });
            first = next;
        }

        return new PackagedTrack(name, init, file.Track.Codec!, segments, keyframes);
    }
}
