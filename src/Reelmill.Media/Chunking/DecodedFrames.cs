using Reelmill.Media.Ffmpeg;

namespace Reelmill.Media.Chunking;

/// <summary>The decoded frames that ffmpeg's log lists: their number, and the earliest and the latest PTS.</summary>
internal readonly record struct DecodedFrames(int Count, long? First, long? Last)
{
    /// <summary>Reads the frames from a log.</summary>
    public static DecodedFrames Read(DecodeLog log)
    {
        var (count, first, last) = (0, (long?)null, (long?)null);
        while (log.Headers.TryRead(out var header))
        {
            count++;
            first = Math.Min(first ?? header.Pts, header.Pts);
            last = Math.Max(last ?? header.Pts, header.Pts);
        }

        return new DecodedFrames(count, first, last);
    }

    /// <summary>Sets the frames of a result.</summary>
    public ChunkResult ApplyTo(ChunkResult result) => result with { Frames = Count, FirstPts = First, LastPts = Last };
}
