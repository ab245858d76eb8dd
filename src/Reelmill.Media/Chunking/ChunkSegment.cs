namespace Reelmill.Media.Chunking;

/// <summary>One chunk of a manifest.</summary>
public sealed record ChunkSegment
{
    /// <summary>Its place, from 0.</summary>
    public required int Sequence { get; init; }

    /// <summary>The name of its file in the folder; null when none was made.</summary>
    public string? File { get; init; }

    /// <summary>Where it begins, in seconds from the first frame of the source.</summary>
    public required double Start { get; init; }

    /// <summary>Where it ends, in seconds from the first frame of the source.</summary>
    public required double End { get; init; }

    /// <summary>The first PTS of the source that belongs to it.</summary>
    public required long StartPts { get; init; }

    /// <summary>The first PTS of the source that does not belong to it any more.</summary>
    public required long EndPts { get; init; }

    /// <summary>How many frames it has.</summary>
    public int Frames { get; init; }

    /// <summary>The PTS of its first frame in the source.</summary>
    public long? FirstSourcePts { get; init; }

    /// <summary>The PTS of its last frame in the source.</summary>
    public long? LastSourcePts { get; init; }

    /// <summary>The SHA-256 of its file.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The size of its file in bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>The SHA-256 of its decoded pictures.</summary>
    public string? PicturesSha256 { get; init; }

    /// <summary>The SHA-256 of the bytes of its video packets.</summary>
    public string? PacketsSha256 { get; init; }

    /// <summary>The first thing that the decoder found wrong in it.</summary>
    public string? Damage { get; init; }

    /// <summary>How often it was begun, over all runs.</summary>
    public int Attempts { get; init; }

    /// <summary>The stable name of its failure; null when it is done.</summary>
    public string? Error { get; init; }

    /// <summary>Its failure, for people.</summary>
    public string? ErrorMessage { get; init; }
}

/// <summary>What one worker did.</summary>
/// <param name="Worker">Its number, from 0.</param>
/// <param name="Chunks">How many chunks it finished.</param>
/// <param name="Bytes">The size of the files it made.</param>
/// <param name="BusySeconds">How long it worked.</param>
public sealed record ChunkWorkerStats(int Worker, int Chunks, long Bytes, double BusySeconds);
