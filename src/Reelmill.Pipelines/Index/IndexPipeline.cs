using Reelmill.Core.Pipelines;
using Reelmill.Library.Vectors;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Services;
using Reelmill.Vision.Embedding;

namespace Reelmill.Pipelines.Index;

/// <summary>
/// From pictures to vectors: fetch, decode into what the model takes, infer, insert, commit. The model never waits for the
/// decoder or for the store: both have workers of their own, and a queue between.
/// </summary>
internal static class IndexPipeline
{
    private const string FasterModel = "use a smaller model, or one on a graphics card or a server: --embedder";
    private const long TensorBytes = 256L << 20;

    /// <summary>How long a picture waits for others at most: the last ones of a run never wait for more than that.</summary>
    private static readonly TimeSpan InferWithin = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan InsertWithin = TimeSpan.FromMilliseconds(500);

    private static readonly RetryOptions StoreRetry = new() { Attempts = 4 };

    public static Pipeline<PipelineItem, IndexedImage> Define(IndexOptions options, ItemRun run, Intake intake, IEmbedder embedder, IVectorStore store)
    {
        var same = new KnownImages(options.Collection, run, store);
        var vectors = new VectorWriting(options.Collection, run, embedder, store);
        return Pipeline
            .Create<PipelineItem>(IndexRun.Pipeline)
            .Map("fetch", new ImageIntake(run, intake).FetchAsync, new StageOptions { Workers = 3, Queue = 100, Budget = Budgets.Download })
            .Stage("decode", () => new DecodeStage(options, embedder.Input, run, same), new StageOptions { Workers = Environment.ProcessorCount, Queue = 100, Budget = Budgets.Cpu })
            .Batch("infer", new BatchOptions(options.Batch, InferWithin), vectors.InferAsync, new StageOptions { Workers = Environment.ProcessorCount, Queue = 100, QueueBytes = TensorBytes, Hint = FasterModel, Budget = Budgets.Inference })
            .Batch("insert", new BatchOptions(options.InsertBatch, InsertWithin), vectors.InsertAsync, new StageOptions { Workers = 2, Queue = 1000, Retry = StoreRetry })
            .Map("commit", vectors.CommitAsync, new StageOptions { Queue = 1000 });
    }
}
