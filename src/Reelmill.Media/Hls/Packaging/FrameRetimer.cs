using Reelmill.Media.Formats.Mp4;

namespace Reelmill.Media.Hls.Packaging;

/// <summary>
/// Assigns decode times that every demuxer reads correctly: the first frame is decoded and presented at 0, and no frame
/// is presented before it is decoded. Negative composition offsets would need less delay for the same presentation
/// times, but demuxers based on ffmpeg then shift the whole track.
/// </summary>
internal static class FrameRetimer
{
    /// <summary>Measures the reorder depth: the maximum number of frames that are decoded before a frame and presented after it.</summary>
    /// <param name="samples">The frames in decode order.</param>
    public static int MeasureReorderDepth(IReadOnlyList<Mp4Sample> samples)
    {
        var depth = 0;
        var ranks = Enumerable.Range(0, samples.Count).OrderBy(i => samples[i].Time).ToArray();
        for (var rank = 0; rank < ranks.Length; rank++)
        {
            depth = Math.Max(depth, ranks[rank] - rank);
        }

        return depth;
    }

    /// <summary>Returns the frames with new decode times, composition offsets and durations.</summary>
    /// <param name="samples">All frames of the stream in decode order; the first is also presented first.</param>
    /// <param name="start">The time that becomes 0, at which the first frame is presented.</param>
    /// <param name="end">The end of the last frame.</param>
    /// <param name="depth">The maximum reorder depth of all renditions, so that decode times are equal in each.</param>
    public static Mp4Sample[] Retime(IReadOnlyList<Mp4Sample> samples, long start, long end, int depth)
    {
        var shown = samples.Select(s => s.Time - start).ToArray();
        shown[0] = 0;
        var decoded = AssignDecodeTimes(shown, depth);
        return
        [
            .. samples.Select((sample, i) => sample with
            {
                DecodeTime = decoded[i],
                Offset = (int)(shown[i] - decoded[i]),
                Duration = (uint)Math.Max(1, i + 1 < decoded.Length ? decoded[i + 1] - decoded[i] : end - start - shown[i]),
            }),
        ];
    }

    /// <summary>
    /// Decodes each frame when the frame that is <c>depth</c> positions earlier is presented; the first frames share
    /// the time of one frame. After a pause, frames are decoded at its end, since a frame with the duration of the
    /// pause would outlast the stream.
    /// </summary>
    private static long[] AssignDecodeTimes(long[] shown, int depth)
    {
        var order = shown.Order().ToArray();
        if (depth == 0)
        {
            return order;
        }

        var (decoded, duration) = (new long[shown.Length], MedianDuration(order));
        var (next, at) = (long.MaxValue, 0);
        for (var i = shown.Length - 1; i > depth; i--)
        {
            (next, at) = shown[i] < next ? (shown[i], i) : (next, at);
            decoded[i] = Math.Max(order[i - depth], next - ((at - i + depth) * duration));
        }

        for (var i = 0; i < shown.Length; i++)
        {
            decoded[i] = i <= depth ? order[0] + ((order[1] - order[0]) * i / (depth + 1)) : Math.Max(decoded[i], decoded[i - 1] + 1);
        }

        return decoded;
    }

    /// <summary>Returns the median frame duration.</summary>
    private static long MedianDuration(long[] order) => order.Zip(order.Skip(1), static (one, other) => other - one).Order().ElementAt((order.Length - 2) / 2);
}
