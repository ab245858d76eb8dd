namespace Reelmill.Media.Chunking;

/// <summary>A stretch of the source that some chunks cover together.</summary>
/// <param name="First">The first chunk.</param>
/// <param name="Last">The last chunk.</param>
/// <param name="IsHead">Whether it begins with the first chunk, rather than around a boundary.</param>
internal readonly record struct SampleWindow(int First, int Last, bool IsHead)
{
    private const int MostBoundaries = 8;
    private const int LeastFrames = 100;
    private const int MostFrames = 3000;

    /// <summary>The pixels that are decoded from the begin: 1,000 frames of 1080p.</summary>
    private const long MostPixels = 2_000_000_000;

    /// <summary>How many frames are compared from the begin.</summary>
    public static int HeadFrames(ChunkSource source) =>
        (int)Math.Clamp(MostPixels / Math.Max(1, (long)source.Video.Width * source.Video.Height), LeastFrames, MostFrames);

    /// <summary>The head and, for copies that can be entered at their key frames, boundaries behind it, evenly spread where there are many.</summary>
    public static IEnumerable<SampleWindow> Of(ChunkSource source, ChunkRange[] ranges, bool withBoundaries)
    {
        var (last, frames) = (0, ranges[0].Frames);
        while (last + 1 < ranges.Length && frames < HeadFrames(source))
        {
            frames += ranges[++last].Frames;
        }

        yield return new SampleWindow(0, last, IsHead: true);
        var behind = withBoundaries && source.CanSeek ? ranges.Length - 1 - last : 0;
        var count = Math.Min(MostBoundaries, behind);
        for (var i = 0; i < count; i++)
        {
            var at = last + 1 + (int)((long)behind * i / count);
            yield return new SampleWindow(at - 1, at, IsHead: false);
        }
    }
}
