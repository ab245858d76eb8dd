using Reelmill.Media.Chunking;

namespace Reelmill.Pipelines.Chunk;

/// <summary>The options of <c>chunk</c>. The stages are fetch, probe, plan, cut, gather and commit.</summary>
public sealed record ChunkOptions : PipelineOptions
{
    /// <summary>The requested duration of a chunk.</summary>
    /// <value>10 seconds by default; at least 10 milliseconds, at most a day.</value>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The start of the range, counted from the first frame.</summary>
    /// <value>Zero by default.</value>
    public TimeSpan Start { get; init; }

    /// <summary>The end of the range, counted from the first frame.</summary>
    /// <value>Null by default: the end of the file.</value>
    public TimeSpan? End { get; init; }

    /// <summary>The number of chunks to process at once.</summary>
    /// <value>1 to 1,024; 4 by default.</value>
    public int Workers { get; init; } = 4;

    /// <summary>The number of chunks that may wait for a worker.</summary>
    /// <value>1 to 1,000,000; 10 by default.</value>
    public int Queue { get; init; } = 10;

    /// <summary>The number of retries of a chunk that fails with a transient error.</summary>
    /// <value>0 to 99; 3 by default.</value>
    public int Retries { get; init; } = 3;

    /// <summary>The work on each chunk.</summary>
    /// <value><see cref="ChunkWork.Copy"/> by default.</value>
    public ChunkWork Work { get; init; } = ChunkWork.Copy;

    /// <summary>Where chunks may begin.</summary>
    /// <value>Null by default: keyframes for <see cref="ChunkWork.Copy"/>, exact for everything else.</value>
    public ChunkAlignment? Alignment { get; init; }

    /// <summary>Settings of the encoder of chunks.</summary>
    public ChunkEncoding Encoding { get; init; } = new();

    /// <summary>
    /// The folder to copy chunks and manifests to, in addition to the library. Each input has a subfolder with its item's
    /// id, or the folder itself when <see cref="HasOneInput"/> is set.
    /// </summary>
    /// <value>Null by default: chunks are in the library only.</value>
    public string? Output { get; init; }

    /// <summary>Whether the run has one input, so that <see cref="Output"/> is the folder of its chunks. A second input fails.</summary>
    /// <value>False by default.</value>
    public bool HasOneInput { get; init; }

    /// <summary>Returns these options with those of an earlier run, to do the rest of its work.</summary>
    /// <param name="run">The options of the earlier run, as stored in the catalog.</param>
    public ChunkOptions RestoreOptions(string run) => ChunkRecipe.RestoreOptions(this, run);

    internal bool MakesFiles => Work.HasFlag(ChunkWork.Copy) || Work.HasFlag(ChunkWork.Encode);

    internal ChunkPlanOptions Plan => new()
    {
        Duration = Duration,
        Start = Start,
        End = End,
        Alignment = Alignment ?? (Work.HasFlag(ChunkWork.Copy) ? ChunkAlignment.Keyframes : ChunkAlignment.Exact),
    };

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Plan.Validate();
        ArgumentOutOfRangeException.ThrowIfNotEqual(Workers, Math.Clamp(Workers, 1, 1024));
        ArgumentOutOfRangeException.ThrowIfNotEqual(Queue, Math.Clamp(Queue, 1, 1_000_000));
        ArgumentOutOfRangeException.ThrowIfNotEqual(Retries, Math.Clamp(Retries, 0, 99));
        if (Work == ChunkWork.None)
        {
            throw new ArgumentException("processor is empty; use copy, encode, checksum or decode.");
        }

        if (Work.HasFlag(ChunkWork.Copy) && Work.HasFlag(ChunkWork.Encode))
        {
            throw new ArgumentException("processor has both copy and encode, which write the same file; choose one, or run the command twice with two libraries.");
        }

        if (Work.HasFlag(ChunkWork.Copy) && Plan.Alignment == ChunkAlignment.Exact)
        {
            throw new ArgumentException("copy cannot be aligned exact, because packets can be copied without loss only from a keyframe on; use --aligned keyframes, or --processor encode for exact cuts.");
        }
    }
}
