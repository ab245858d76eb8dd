namespace Reelmill.Media.Chunking;

/// <summary>The result of working on one chunk.</summary>
public sealed record ChunkResult
{
    /// <summary>The number of decoded frames or, when nothing was decoded, of shown packets.</summary>
    public required int Frames { get; init; }

    /// <summary>The PTS of the chunk's first frame in the source, in units of the source's time base; null without a frame.</summary>
    public long? FirstPts { get; init; }

    /// <summary>The PTS of the chunk's last frame in the source, in units of the source's time base; null without a frame.</summary>
    public long? LastPts { get; init; }

    /// <summary>The SHA-256 of the chunk's file, in lower-case hexadecimal; null when no file was written.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The size of the chunk's file in bytes; 0 when no file was written.</summary>
    public long Bytes { get; init; }

    /// <summary>
    /// The SHA-256 of the decoded frames' bytes, concatenated as stored; null unless <see cref="ChunkWork.Checksum"/> was
    /// requested.
    /// </summary>
    public string? PicturesSha256 { get; init; }

    /// <summary>The SHA-256 of the video packets' bytes, concatenated; null unless <see cref="ChunkWork.Checksum"/> was requested.</summary>
    public string? PacketsSha256 { get; init; }

    /// <summary>The decoder's first error; null when it reported none or nothing was decoded.</summary>
    public string? Damage { get; init; }
}
