namespace Reelmill.Media.Chunking;

/// <summary>One chunk of a manifest.</summary>
public sealed record ChunkSegment
{
    /// <summary>The chunk's index, from 0.</summary>
    public required int Sequence { get; init; }

    /// <summary>The name of the chunk's file in the folder; null when none was written.</summary>
    public string? File { get; init; }

    /// <summary>The start of the chunk, in seconds from the first frame of the source.</summary>
    public required double Start { get; init; }

    /// <summary>The end of the chunk, in seconds from the first frame of the source.</summary>
    public required double End { get; init; }

    /// <summary>The first PTS of the source in the chunk.</summary>
    public required long StartPts { get; init; }

    /// <summary>The first PTS of the source after the chunk.</summary>
    public required long EndPts { get; init; }

    /// <summary>The number of frames in the chunk.</summary>
    public int Frames { get; init; }

    /// <summary>The PTS in the source of the chunk's first frame.</summary>
    public long? FirstSourcePts { get; init; }

    /// <summary>The PTS in the source of the chunk's last frame.</summary>
    public long? LastSourcePts { get; init; }

    /// <summary>The SHA-256 of the chunk's file.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The size of the chunk's file in bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>The SHA-256 of the chunk's decoded frames.</summary>
    public string? PicturesSha256 { get; init; }

    /// <summary>The SHA-256 of the chunk's video packets.</summary>
    public string? PacketsSha256 { get; init; }

    /// <summary>The decoder's first error in the chunk.</summary>
    public string? Damage { get; init; }

    /// <summary>The number of attempts at the chunk, over all runs.</summary>
    public int Attempts { get; init; }

    /// <summary>The error code of the chunk's failure; null when the chunk is finished.</summary>
    public string? Error { get; init; }

    /// <summary>The error message of the chunk's failure.</summary>
    public string? ErrorMessage { get; init; }
}

/// <summary>Statistics of one worker.</summary>
/// <param name="Worker">The worker's number, from 0.</param>
/// <param name="Chunks">The number of chunks that the worker finished.</param>
/// <param name="Bytes">The size of the files that the worker wrote.</param>
/// <param name="BusySeconds">The time that the worker was busy, in seconds.</param>
public sealed record ChunkWorkerStats(int Worker, int Chunks, long Bytes, double BusySeconds);
