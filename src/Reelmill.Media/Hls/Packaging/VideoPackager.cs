using Reelmill.Media.Mp4;

namespace Reelmill.Media.Hls.Packaging;

/// <summary>Cuts an encoded video into fMP4 segments: runs of its fragments, byte for byte.</summary>
internal static class VideoPackager
{
    public const string Extension = "m4s";

    /// <summary>Far less than a frame, far more than the error of a division.</summary>
    private const double Rounding = 1e-6;

    public static async Task<PackagedTrack> PackageAsync(
        string name, VideoTrackFile file, SegmentPlan plan, SegmentSink sink, CancellationToken cancellationToken)
    {
        var init = $"{name}-init.mp4";
        await sink.WriteAsync(init, file.Init, cancellationToken).ConfigureAwait(false);
        var segments = new List<PackagedSegment>(plan.Count);
        var pictures = new List<KeyPicture>(file.Fragments.Count);
        var next = 0;
        for (var i = 0; i < plan.Count; i++)
        {
            var first = next;
            while (next < file.Fragments.Count && (next == first || file.Seconds(file.Fragments[next].Samples[0].Time) < plan.EndOf(i) - Rounding))
            {
                next++;
            }

            var fragments = file.Fragments.Skip(first).Take(next - first).ToArray();
            pictures.AddRange(fragments.Select((f, n) => PictureOf(file, i, fragments[0].Position, first + n)));
            segments.Add(await sink.WriteSegmentAsync(
                name, i, plan.EndOf(i) - plan.Starts[i], Extension, Read(file, fragments), cancellationToken).ConfigureAwait(false));
        }

        return new PackagedTrack(name, init, file.Track.Codec!, segments, pictures);
    }

    /// <summary>The part of a segment that shows a key frame: the header of its fragment and the picture behind it.</summary>
    private static KeyPicture PictureOf(VideoTrackFile file, int segment, long start, int index)
    {
        var fragment = file.Fragments[index];
        var picture = fragment.Samples[0];
        var until = index + 1 < file.Fragments.Count ? file.Seconds(file.Fragments[index + 1].Samples[0].Time) : file.End;
        return new KeyPicture(segment, fragment.Position - start, picture.Position + picture.Size - fragment.Position, until - file.Seconds(picture.Time));
    }

    private static byte[] Read(VideoTrackFile file, MovieFragment[] fragments)
    {
        var (start, end) = (fragments[0].Position, fragments[^1].Position + fragments[^1].Bytes);
        var bytes = new byte[end - start];
        for (var read = 0; read < bytes.Length;)
        {
            var more = RandomAccess.Read(file.Handle, bytes.AsSpan(read), start + read);
            read += more > 0 ? more : throw new IOException("The encoder's file was cut while it was packaged.");
        }

        return bytes;
    }
}
