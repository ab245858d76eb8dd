using System.Buffers;

namespace Reelmill.Media.Hls.Packaging;

/// <summary>Cuts an encoded video into fMP4 segments: runs of its fragments.</summary>
internal static class VideoPackager
{
    public const string Extension = "m4s";

    public static async Task<PackagedTrack> PackageAsync(
        string name, VideoTrackFile file, SegmentPlan plan, SegmentSink sink, CancellationToken cancellationToken)
    {
        var init = $"{name}-init.mp4";
        await sink.WriteAsync(init, file.Init, cancellationToken).ConfigureAwait(false);
        var segments = new List<PackagedSegment>(plan.Count);
        var pictures = new List<KeyPicture>(file.Fragments.Count);
        var keys = file.KeyTimes;
        var first = 0;
        for (var i = 0; i < plan.Count; i++)
        {
            var next = plan.FirstKeyAfter(i, keys, first);
            var bytes = new ArrayBufferWriter<byte>();
            var count = 0;
            for (var n = first; n < next; n++)
            {
                var until = n + 1 < keys.Count ? keys[n + 1] : plan.End;
                pictures.Add(new KeyPicture(i, bytes.WrittenCount, file.Fragments[n].KeyBytes, PackagedTrack.Rounded(until - keys[n])));
                file.Fragments[n].Write(bytes, (uint)n + 1, file.Track.Id);
                count += file.Fragments[n].Samples.Count;
            }

            var segment = await sink.WriteSegmentAsync(name, i, plan.EndOf(i) - plan.Starts[i], Extension, bytes.WrittenMemory, cancellationToken).ConfigureAwait(false);
            segments.Add(segment with { Pictures = count });
            first = next;
        }

        return new PackagedTrack(name, init, file.Track.Codec!, segments, pictures);
    }
}
