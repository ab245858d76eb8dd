using Reelmill.Media.Chunking;

namespace Reelmill.Pipelines.Chunk;

/// <summary>The options of <c>chunk</c>. Its stages: fetch, probe, plan, cut, gather, commit.</summary>
public sealed record ChunkOptions : PipelineOptions
{
    /// <summary>How long a chunk is meant to be.</summary>
    /// <value>10 seconds by default; at least 10 milliseconds, at most a day.</value>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Where to begin, from the first frame.</summary>
    /// <value>Zero by default.</value>
    public TimeSpan Start { get; init; }

    /// <summary>Where to end, from the first frame.</summary>
    /// <value>Null by default: the end of the file.</value>
    public TimeSpan? End { get; init; }

    /// <summary>How many chunks are worked on at once.</summary>
    /// <value>1 to 1,024; 4 by default.</value>
    public int Workers { get; init; } = 4;

    /// <summary>How many chunks wait for a worker.</summary>
    /// <value>1 to 1,000,000; 10 by default.</value>
    public int Queue { get; init; } = 10;

    /// <summary>How often a chunk is tried again when it fails for a reason that may pass.</summary>
    /// <value>0 to 99; 3 by default.</value>
    public int Retries { get; init; } = 3;

    /// <summary>What is made of each chunk.</summary>
    /// <value><see cref="ChunkWork.Copy"/> by default.</value>
    public ChunkWork Work { get; init; } = ChunkWork.Copy;

    /// <summary>Where chunks may begin.</summary>
    /// <value>Null by default: key frames for <see cref="ChunkWork.Copy"/>, exact for everything else.</value>
    public ChunkAlignment? Alignment { get; init; }

    /// <summary>How chunks are encoded.</summary>
    public ChunkEncoding Encoding { get; init; } = new();

    /// <summary>The folder that chunks and manifests are copied to, beside the library's own: those of each input to a folder below it that has the id of its item, or there when <see cref="HasOneInput"/>.</summary>
    /// <value>Null by default: the library alone has them.</value>
    public string? Output { get; init; }

    /// <summary>Whether the run has one input, so that <see cref="Output"/> is the folder of its chunks; a second one fails.</summary>
    /// <value>False by default.</value>
    public bool HasOneInput { get; init; }

    /// <summary>These options with those of an earlier run, to do what is left of its work.</summary>
    /// <param name="run">The options of that run, as the catalog has them.</param>
    public ChunkOptions RestoreOptions(string run) => ChunkRecipe.RestoreOptions(this, run);

    internal bool MakesFiles => Work.HasFlag(ChunkWork.Copy) || Work.HasFlag(ChunkWork.Encode);

    internal ChunkPlanOptions Plan => new()
    {
        Duration = Duration,
        Start = Start,
        End = End,
        Alignment = Alignment ?? (Work.HasFlag(ChunkWork.Copy) ? ChunkAlignment.KeyFrames : ChunkAlignment.Exact),
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
            throw new ArgumentException("processor names nothing to do; name copy, encode, checksum or decode.");
        }

        if (Work.HasFlag(ChunkWork.Copy) && Work.HasFlag(ChunkWork.Encode))
        {
            throw new ArgumentException("processor has copy and encode, which write the same file; choose one, or run the command twice with two libraries.");
        }

        if (Work.HasFlag(ChunkWork.Copy) && Plan.Alignment == ChunkAlignment.Exact)
        {
            throw new ArgumentException("packets can be copied without loss only from a key frame on, so copy cannot be aligned exact; use --aligned keyframes, or --processor encode for exact cuts.");
        }
    }
}
