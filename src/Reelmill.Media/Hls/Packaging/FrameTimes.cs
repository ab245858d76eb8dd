using Reelmill.Media.Formats.Mp4;

namespace Reelmill.Media.Hls.Packaging;

/// <summary>
/// Gives the frames of a stream decode times that no demuxer misreads: the first frame is decoded and shown at 0, and no
/// frame is shown before it is decoded. A negative composition offset would say the same presentation times with less
/// delay, but demuxers built on ffmpeg answer it by showing all frames of the track later.
/// </summary>
internal static class FrameTimes
{
    /// <summary>How many frames are at most decoded ahead of a frame that is shown before them.</summary>
    /// <param name="samples">The frames in decoding order.</param>
    public static int DepthOf(IReadOnlyList<Mp4Sample> samples)
    {
        var depth = 0;
        var ranks = Enumerable.Range(0, samples.Count).OrderBy(i => samples[i].PresentationTime).ToArray();
        for (var rank = 0; rank < ranks.Length; rank++)
        {
            depth = Math.Max(depth, ranks[rank] - rank);
        }

        return depth;
    }

    /// <summary>The frames with the times that are written.</summary>
    /// <param name="samples">The frames of the whole stream in decoding order; the first is shown first.</param>
    /// <param name="start">The time that becomes 0; the first frame is shown from there on.</param>
    /// <param name="end">The end of the last frame.</param>
    /// <param name="depth">The depth of all renditions, so that a player finds the same decode times in each.</param>
    public static Mp4Sample[] Of(IReadOnlyList<Mp4Sample> samples, long start, long end, int depth)
    {
        var shown = samples.Select(s => s.PresentationTime - start).ToArray();
        shown[0] = 0;
        var decoded = Decoded(shown, depth);
        return
        [
            .. samples.Select((sample, i) => sample with
            {
                DecodeTime = decoded[i],
                CompositionOffset = (int)(shown[i] - decoded[i]),
                Duration = (uint)Math.Max(1, i + 1 < decoded.Length ? decoded[i + 1] - decoded[i] : end - start - shown[i]),
            }),
        ];
    }

    /// <summary>
    /// Each frame is decoded when the one is shown that is so many places before it; the first ones share the time of one
    /// frame. Behind a pause, frames are decoded when it ends: else one of them would last for the pause, beyond its own end.
    /// </summary>
    private static long[] Decoded(long[] shown, int depth)
    {
        var order = shown.Order().ToArray();
        if (depth == 0)
        {
            return order;
        }

        var (decoded, usual) = (new long[shown.Length], Usual(order));
        var (next, at) = (long.MaxValue, 0);
        for (var i = shown.Length - 1; i > depth; i--)
        {
            (next, at) = shown[i] < next ? (shown[i], i) : (next, at);
            decoded[i] = Math.Max(order[i - depth], next - ((at - i + depth) * usual));
        }

        for (var i = 0; i < shown.Length; i++)
        {
            decoded[i] = i <= depth ? order[0] + ((order[1] - order[0]) * i / (depth + 1)) : Math.Max(decoded[i], decoded[i - 1] + 1);
        }

        return decoded;
    }

    /// <summary>The median time from one frame to the next.</summary>
    private static long Usual(long[] order) => order.Zip(order.Skip(1), static (one, other) => other - one).Order().ElementAt((order.Length - 2) / 2);
}
