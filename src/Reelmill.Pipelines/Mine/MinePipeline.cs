using Reelmill.Core.Pipelines;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Mine;

/// <summary>
/// From inputs to frames worth keeping: fetch, probe, decode and sample, score, decide, look for things when asked to, save, commit. An item is done
/// when all its frames were decided, the kept ones saved, and all of it committed to the catalog at once.
/// </summary>
internal static class MinePipeline
{
    private const string FasterDecode = "decode less: --fast skips frames that nothing refers to, --keyframes decodes only key frames";
    private const string FasterModel = "use a smaller model: --detect";
    private const long PictureBytes = 64L << 20;

    /// <summary>A probe that crashed gets one more try: a second crash is the file's fault.</summary>
    private static readonly RetryOptions CrashRetry = new() { Attempts = 2 };

    private static readonly StageOptions Deciding = new() { Queue = 16, Stateful = true };

    /// <summary>Refuses a tuning that would make results depend on timing.</summary>
    /// <exception cref="ArgumentException">It names the key.</exception>
    public static void Validate(IReadOnlyDictionary<string, StageOptions> tuning) => tuning.GetValueOrDefault("decide")?.Over(Deciding).Validate("decide");

    public static Pipeline<PipelineItem, CommittedVideo> Define(MineContext mine) => Tell(mine, Look(mine, Decide(mine))
        .Stage("save", () => new SaveStage(mine.Options.JpegQuality), new StageOptions { Workers = 2, QueueBytes = PictureBytes, Ordered = mine.TellsFrames, Budget = Budgets.Cpu }))
        .Gather("commit", mine.CommitAsync, new StageOptions { Queue = 64 });

    private static Pipeline<PipelineItem, DecidedFrame> Decide(MineContext mine) => Pipeline
        .Of<PipelineItem>(MineRun.Pipeline)
        .Map("fetch", mine.Intake.FetchAsync, new StageOptions { Workers = 3, Budget = Budgets.Download })
        .Stage<ProbedVideo>("probe", mine.Intake.ProbeAsync, new StageOptions { Workers = 2, Queue = 4, Retry = CrashRetry })
        .Expand("frames", mine.DecodeAsync, new StageOptions { Workers = Environment.ProcessorCount, Queue = 4, Hint = FasterDecode, Budget = Budgets.Cpu })
        .Stage("score", () => new ScoreStage(), new StageOptions { Workers = 2, QueueBytes = PictureBytes, Ordered = true, Budget = Budgets.Cpu })
        .Stage("decide", () => new DecideStage(mine.Limits), Deciding);

    private static Pipeline<PipelineItem, DecidedFrame> Look(MineContext mine, Pipeline<PipelineItem, DecidedFrame> decided) => mine.Detector is { } detector
        ? decided.Stage("detect", () => new DetectStage(detector, mine.Detection), new StageOptions { Workers = Environment.ProcessorCount, QueueBytes = PictureBytes, Hint = FasterModel, Budget = Budgets.Inference })
        : decided;

    /// <summary>One after the other and in order, so that what was told of a video is always its beginning.</summary>
    private static Pipeline<PipelineItem, SavedFrame> Tell(MineContext mine, Pipeline<PipelineItem, SavedFrame> saved) =>
        mine.TellsFrames ? saved.Map("tell", (frame, _) => mine.TellAsync(frame), new StageOptions { Queue = 64 }) : saved;
}
