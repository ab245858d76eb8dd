namespace Reelmill.Media.Chunking;

/// <summary>Where chunks may begin.</summary>
public enum ChunkAlignment
{
    /// <summary>Only at key frames from which everything later can be decoded, so that packets can be copied.</summary>
    KeyFrames,

    /// <summary>At the first frame at or after each multiple of the duration.</summary>
    Exact,
}

/// <summary>What is made of each chunk. Several may be combined, but for <see cref="Copy"/> and <see cref="Encode"/>, which write the same file.</summary>
[Flags]
public enum ChunkWork
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A file with the source's own packets.</summary>
    Copy = 1,

    /// <summary>A file with exactly the chunk's frames, encoded as H.264.</summary>
    Encode = 2,

    /// <summary>The SHA-256 of the decoded pictures, and of the bytes of the packets.</summary>
    Checksum = 4,

    /// <summary>A decode that counts frames and notices damage.</summary>
    Decode = 8,
}

/// <summary>How a file is cut.</summary>
public sealed record ChunkPlanOptions
{
    /// <summary>How long a chunk is meant to be; a chunk begins at the first place allowed at or after each multiple.</summary>
    /// <value>10 seconds by default; at least 10 milliseconds, at most a day.</value>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Where to begin, from the first frame that is shown; multiples of the duration count from here.</summary>
    /// <value>Zero by default.</value>
    public TimeSpan Start { get; init; }

    /// <summary>Where to end, from the first frame that is shown.</summary>
    /// <value>Null by default: the end of the file. Not after <see cref="Start"/>, the range is empty.</value>
    public TimeSpan? End { get; init; }

    /// <summary>Where chunks may begin. Cut at key frames, all that was asked for is covered, and up to a group of pictures more.</summary>
    /// <value><see cref="ChunkAlignment.KeyFrames"/> by default.</value>
    public ChunkAlignment Alignment { get; init; }

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentException">One is out of its range.</exception>
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

/// <summary>How chunks are encoded.</summary>
public sealed record ChunkEncoding
{
    /// <summary>x264's preset.</summary>
    /// <value><c>veryfast</c> by default.</value>
    public string Preset { get; init; } = "veryfast";

    /// <summary>x264's constant rate factor, 0 (lossless) to 51.</summary>
    /// <value>20 by default.</value>
    public int Crf { get; init; } = 20;

    /// <summary>The encoder's threads for each chunk; the bytes depend on it, so it is pinned and part of a chunk's identity.</summary>
    /// <value>1 by default: chunks run beside each other instead.</value>
    public int Threads { get; init; } = 1;
}
