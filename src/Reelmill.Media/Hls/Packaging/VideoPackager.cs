namespace Reelmill.Media.Hls.Packaging;

/// <summary>Cuts an encoded video into fMP4 segments: runs of its fragments, byte for byte but for their numbers.</summary>
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
        var first = 0;
        for (var i = 0; i < plan.Count; i++)
        {
            var next = plan.FirstKeyAfter(i, file.KeyTimes, first);
            var bytes = new byte[file.Fragments.Skip(first).Take(next - first).Sum(static f => f.Content.Bytes)];
            for (var (at, n) = (0L, first); n < next; at += file.Fragments[n++].Content.Bytes)
            {
                file.Fragments[n].Read((uint)n + 1, bytes.AsSpan((int)at, (int)file.Fragments[n].Content.Bytes));
                pictures.Add(PictureOf(file, i, at, n));
            }

            segments.Add(await sink.WriteSegmentAsync(name, i, plan.EndOf(i) - plan.Starts[i], Extension, bytes, cancellationToken).ConfigureAwait(false));
            first = next;
        }

        return new PackagedTrack(name, init, file.Track.Codec!, segments, pictures);
    }

    /// <summary>The part of a segment that shows a key frame: the header of its fragment and the picture behind it.</summary>
    private static KeyPicture PictureOf(VideoTrackFile file, int segment, long position, int index)
    {
        var fragment = file.Fragments[index].Content;
        var picture = fragment.Samples[0];
        var until = index + 1 < file.Fragments.Count ? file.Seconds(file.Fragments[index + 1].Content.Samples[0].Time) : file.End;
        return new KeyPicture(segment, position, picture.Position + picture.Size - fragment.Position, PackagedTrack.Rounded(until - file.Seconds(picture.Time)));
    }
}
