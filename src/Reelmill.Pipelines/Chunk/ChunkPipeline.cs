using Reelmill.Core.Pipelines;
using Reelmill.Core.Running;
using Reelmill.Media.Chunking;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Chunk;

/// <summary>
/// Cuts inputs into chunks that together equal their file: fetch, probe, plan, cut, gather, commit. A worker's chunk is in place
/// and in the catalog before the worker starts the next one, so a killed run loses at most one chunk per worker.
/// </summary>
internal static class ChunkPipeline
{
    private const string FasterChunks = "reduce the work per chunk: copy needs no decoder; --preset ultrafast encodes faster";

    private static readonly RetryOptions CrashRetry = new() { Attempts = 2 };

    public static Pipeline<PipelineItem, ChunkFile> Define(
        ChunkOptions options, ItemRun run, ChunkEvents events, Intake intake, ChunkPlanning planning, ChunkWorker worker, ChunkCopies copies)
    {
        var workers = new ChunkWorkers();
        var commit = new ChunkCommit(options, run, workers, copies);
        return Pipeline
            .Create<PipelineItem>(ChunkRun.Pipeline)
            .Map("fetch", (item, token) => intake.FetchAsync(events.Begin(item), token), new StageOptions { Workers = 3, Queue = 4, Budget = Budgets.Download })
            .Map("probe", planning.ProbeAsync, new StageOptions { Workers = 2, Queue = 4, Retry = CrashRetry })
            .Expand("plan", planning.PlanAsync, new StageOptions { Queue = 2 })
            .Stage("cut", () => new ChunkStage(options, run, worker, workers.Next()), new StageOptions
            {
                Workers = options.Workers,
                Queue = options.Queue,
                Retry = new RetryOptions { Attempts = options.Retries + 1 },
                Hint = FasterChunks,
                Budget = Budgets.Cpu,
            })
            .Gather("gather", commit.GatherAsync)
            .Map("commit", commit.CommitAsync);
    }
}

/// <summary>Assigns numbers to the workers of a run.</summary>
internal sealed class ChunkWorkers
{
    private int _count;

    /// <summary>The number of workers.</summary>
    public int Count => _count;

    /// <summary>Returns the next worker's number, from 0.</summary>
    public int Next() => Interlocked.Increment(ref _count) - 1;
}
