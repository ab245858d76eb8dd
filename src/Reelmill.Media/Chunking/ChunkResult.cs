namespace Reelmill.Media.Chunking;

/// <summary>What one chunk gave.</summary>
public sealed record ChunkResult
{
    /// <summary>How many frames it has: those that were decoded, or, when nothing was, the packets that are shown.</summary>
    public required int Frames { get; init; }

    /// <summary>The time of its first frame in the source, in units of the source's time base; null when it has none.</summary>
    public long? FirstPts { get; init; }

    /// <summary>The time of its last frame in the source.</summary>
    public long? LastPts { get; init; }

    /// <summary>The SHA-256 of its file, in lower-case hexadecimal; null when none was made.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The size of its file in bytes; 0 when none was made.</summary>
    public long Bytes { get; init; }

    /// <summary>The SHA-256 of its pictures' bytes, one after the other as stored; null when it was not asked for.</summary>
    public string? PicturesSha256 { get; init; }

    /// <summary>The SHA-256 of its video packets' bytes, one after the other; null when it was not asked for.</summary>
    public string? PacketsSha256 { get; init; }

    /// <summary>The first thing that the decoder found wrong; null when nothing was, or nothing was decoded.</summary>
    public string? Damage { get; init; }
}
