namespace Reelmill.Media.Chunking;

/// <summary>A section of the source to sample, given as consecutive chunks.</summary>
/// <param name="First">The index of the first chunk.</param>
/// <param name="Last">The index of the last chunk.</param>
/// <param name="IsHead">Whether the window begins with the first chunk, rather than around a boundary.</param>
internal readonly record struct SampleWindow(int First, int Last, bool IsHead)
{
    private const int MaxBoundaries = 8;
    private const int MinFrames = 100;
    private const int MaxFrames = 3000;

    /// <summary>The number of pixels to decode at the head: 964 frames of 1080p.</summary>
    private const long MaxPixels = 2_000_000_000;

    /// <summary>The number of frames to compare at the head.</summary>
    public static int HeadFrames(ChunkSource source) =>
        (int)Math.Clamp(MaxPixels / Math.Max(1, (long)source.Video.Width * source.Video.Height), MinFrames, MaxFrames);

    /// <summary>Selects the head and, for copies that can be decoded from keyframes, up to eight boundaries after it, evenly spread.</summary>
    public static IEnumerable<SampleWindow> Select(ChunkSource source, ChunkRange[] ranges, bool withBoundaries)
    {
        var (last, frames) = (0, ranges[0].Frames);
        while (last + 1 < ranges.Length && frames < HeadFrames(source))
        {
            frames += ranges[++last].Frames;
        }

        yield return new SampleWindow(0, last, IsHead: true);
        var behind = withBoundaries && source.CanSeek ? ranges.Length - 1 - last : 0;
        var count = Math.Min(MaxBoundaries, behind);
        for (var i = 0; i < count; i++)
        {
            var at = last + 1 + (int)((long)behind * i / count);
            yield return new SampleWindow(at - 1, at, IsHead: false);
        }
    }
}
