using Reelmill.Core.Pipelines;
using Reelmill.Media.Chunking;
using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Chunk;

/// <summary>
/// From planned chunks to finished ones. One stage, so that what a worker has made is in place and in the catalog before
/// it begins with the next: a killed run loses at most one chunk for each worker.
/// </summary>
internal static class ChunkPipeline
{
    public const string Process = "process";

    private const string FasterChunks = "do less for each chunk: copy needs no decoder; --preset ultrafast encodes faster";

    public static Pipeline<ChunkItem, ChunkSegment> Define(ChunkContext chunks) => Pipeline
        .Of<ChunkItem>("chunk")
        .Stage(Process, () => new ChunkStage(chunks), new StageOptions
        {
            Workers = chunks.Options.Workers,
            Queue = chunks.Options.Queue,
            Retry = new RetryOptions { Attempts = chunks.Options.Retries + 1 },
            Hint = FasterChunks,
            Budget = Budgets.Cpu,
        });
}
