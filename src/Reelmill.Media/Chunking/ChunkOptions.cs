namespace Reelmill.Media.Chunking;

/// <summary>Where chunks may begin.</summary>
public enum ChunkAlignment
{
    /// <summary>Only at keyframes from which all later frames decode, so that packets can be copied.</summary>
    Keyframes,

    /// <summary>At the first frame at or after each multiple of the duration.</summary>
    Exact,
}

/// <summary>
/// The work on each chunk. Values may be combined, except <see cref="Copy"/> with <see cref="Encode"/>, because both
/// write the chunk's file.
/// </summary>
[Flags]
public enum ChunkWork
{
    /// <summary>No work.</summary>
    None = 0,

    /// <summary>Writes a file with the source's own packets.</summary>
    Copy = 1,

    /// <summary>Writes a file with exactly the chunk's frames, encoded as H.264.</summary>
    Encode = 2,

    /// <summary>Computes the SHA-256 of the decoded frames and of the packets' bytes.</summary>
    Checksum = 4,

    /// <summary>Decodes the chunk to count its frames and find damage.</summary>
    Decode = 8,
}

/// <summary>Options for where a file is cut.</summary>
public sealed record ChunkPlanOptions
{
    /// <summary>The requested duration of a chunk. A chunk begins at the first allowed position at or after each multiple of it.</summary>
    /// <value>10 seconds by default; at least 10 milliseconds, at most a day.</value>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The start of the range, counted from the first shown frame. Multiples of the duration count from here.</summary>
    /// <value>Zero by default.</value>
    public TimeSpan Start { get; init; }

    /// <summary>The end of the range, counted from the first shown frame.</summary>
    /// <value>Null by default: the end of the file. The range is empty when this is not after <see cref="Start"/>.</value>
    public TimeSpan? End { get; init; }

    /// <summary>Where chunks may begin. With keyframe alignment, the chunks cover the whole requested range and up to a GOP more.</summary>
    /// <value><see cref="ChunkAlignment.Keyframes"/> by default.</value>
    public ChunkAlignment Alignment { get; init; }

    /// <summary>Validates the options.</summary>
    /// <exception cref="ArgumentException">A value is out of its range.</exception>
    public void Validate()
    {
        if (Duration < TimeSpan.FromMilliseconds(10) || Duration > TimeSpan.FromDays(1))
        {
            throw new ArgumentException($"duration is {Duration}; it must be from 10 ms to a day.");
        }

        if (Start < TimeSpan.Zero)
        {
            throw new ArgumentException($"start is {Start}; it must not be negative.");
        }
    }
}

/// <summary>Settings of the encoder of chunks.</summary>
public sealed record ChunkEncoding
{
    /// <summary>x264's preset.</summary>
    /// <value><c>veryfast</c> by default.</value>
    public string Preset { get; init; } = "veryfast";

    /// <summary>x264's constant rate factor, 0 (lossless) to 51.</summary>
    /// <value>20 by default.</value>
    public int Crf { get; init; } = 20;

    /// <summary>
    /// The encoder's threads for each chunk. The number affects the encoded bytes, so it is fixed and part of a chunk's
    /// fingerprint.
    /// </summary>
    /// <value>1 by default: chunks are encoded in parallel instead.</value>
    public int Threads { get; init; } = 1;
}
