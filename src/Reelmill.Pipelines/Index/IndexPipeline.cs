using Reelmill.Core.Pipelines;
using Reelmill.Core.Running;
using Reelmill.Library.Vectors;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Services;
using Reelmill.Vision.Embedding;

namespace Reelmill.Pipelines.Index;

/// <summary>
/// Defines the stages of <c>index</c>: fetch, decode to the model's input, infer, insert, commit. Decoding and the store have
/// their own workers and queues, so that the model does not wait for them.
/// </summary>
internal static class IndexPipeline
{
    private const string FasterModel = "use a smaller model, or one on a GPU or a server: --embedder";
    private const long TensorBytes = 256L << 20;

    /// <summary>The longest time that an image waits for its batch to fill. The last images of a run wait no longer than that.</summary>
    private static readonly TimeSpan InferWithin = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan InsertWithin = TimeSpan.FromMilliseconds(500);

    private static readonly RetryOptions StoreRetry = new() { Attempts = 4 };

    public static Pipeline<PipelineItem, StoredVector> Define(IndexOptions options, ItemRun run, Intake intake, IEmbedder embedder, IVectorStore store)
    {
        var known = new KnownImages(options.Collection, run, store);
        var vectors = new VectorWriter(options.Collection, run, embedder, store);
        return Pipeline
            .Create<PipelineItem>(IndexRun.Pipeline)
            .Map("fetch", new ImageIntake(run, intake).FetchAsync, new StageOptions { Workers = 3, Queue = 100, Budget = Budgets.Download })
            .Stage("decode", () => new DecodeStage(options, embedder.Input, run, known), new StageOptions { Workers = Environment.ProcessorCount, Queue = 100, Budget = Budgets.Cpu })
            .Batch("infer", new BatchOptions(options.Batch, InferWithin), vectors.InferAsync, new StageOptions { Workers = Environment.ProcessorCount, Queue = 100, QueueBytes = TensorBytes, Hint = FasterModel, Budget = Budgets.Inference })
            .Batch("insert", new BatchOptions(options.InsertBatch, InsertWithin), vectors.InsertAsync, new StageOptions { Workers = 2, Queue = 1000, Retry = StoreRetry })
            .Map("commit", vectors.CommitAsync, new StageOptions { Queue = 1000 });
    }
}
