namespace Reelmill.Media.Chunking;

/// <summary>One chunk of a plan; times are in units of the video's time base.</summary>
/// <param name="Sequence">Its place, from 0.</param>
/// <param name="StartPts">The first time that belongs to it.</param>
/// <param name="EndPts">The first time after it that does not.</param>
/// <param name="SeekPts">The time of the key frame from which it is decoded; null when from the begin of the file.</param>
/// <param name="Frames">How many packets of the source are shown in it.</param>
public sealed record ChunkRange(int Sequence, long StartPts, long EndPts, long? SeekPts, int Frames)
{
    /// <summary>Whether it is the first of the file, so that everything before it belongs to it as well.</summary>
    internal bool FromBegin { get; init; }

    /// <summary>Whether it is the last of the file, so that everything after it belongs to it as well.</summary>
    internal bool ToEnd { get; init; }

    /// <summary>The first time that belongs to it; null when all before it does.</summary>
    internal long? From => FromBegin ? null : StartPts;

    /// <summary>The first time after it that does not belong to it; null when all after it does.</summary>
    internal long? Until => ToEnd ? null : EndPts;
}
