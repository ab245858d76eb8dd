namespace Reelmill.Media.Chunking;

/// <summary>One chunk of a plan. Times are in units of the video's time base.</summary>
/// <param name="Sequence">The chunk's index, from 0.</param>
/// <param name="StartPts">The first PTS of the chunk.</param>
/// <param name="EndPts">The first PTS after the chunk.</param>
/// <param name="SeekPts">The PTS of the keyframe from which the chunk is decoded; null to decode from the beginning of the file.</param>
/// <param name="Frames">The number of the source's packets that are shown in the chunk.</param>
public sealed record ChunkRange(int Sequence, long StartPts, long EndPts, long? SeekPts, int Frames)
{
    /// <summary>Whether the chunk is the file's first, so that it includes every packet before <see cref="StartPts"/>.</summary>
    internal bool IsFileStart { get; init; }

    /// <summary>Whether the chunk is the file's last, so that it includes every packet from <see cref="EndPts"/> on.</summary>
    internal bool IsFileEnd { get; init; }

    /// <summary>The first PTS of the chunk; null when the chunk has no lower bound.</summary>
    internal long? From => IsFileStart ? null : StartPts;

    /// <summary>The first PTS after the chunk; null when the chunk has no upper bound.</summary>
    internal long? Until => IsFileEnd ? null : EndPts;
}
