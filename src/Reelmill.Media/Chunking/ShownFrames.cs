using Reelmill.Media.Ffmpeg;

namespace Reelmill.Media.Chunking;

/// <summary>The frames that a decode gave, by ffmpeg's own word: how many, and the earliest and the latest time.</summary>
internal readonly record struct ShownFrames(int Count, long? First, long? Last)
{
    public static ShownFrames Of(DecodeLog log)
    {
        var (count, first, last) = (0, (long?)null, (long?)null);
        while (log.Headers.TryRead(out var header))
        {
            count++;
            first = Math.Min(first ?? header.Pts, header.Pts);
            last = Math.Max(last ?? header.Pts, header.Pts);
        }

        return new ShownFrames(count, first, last);
    }

    public ChunkResult Into(ChunkResult result) => result with { Frames = Count, FirstPts = First, LastPts = Last };
}
