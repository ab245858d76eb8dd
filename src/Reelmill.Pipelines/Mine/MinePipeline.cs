using Reelmill.Core.Pipelines;
using Reelmill.Media.Frames.Parts;
using Reelmill.Pipelines.FrameStages;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Mine;

/// <summary>
/// From inputs to frames worth keeping: fetch, probe, decode and sample, score, decide, look for things when asked to, save, commit. Stages
/// of the program's own stand before the decision, or after all of it. An item is done
/// when all its frames were decided, the kept ones saved, and all of it committed to the catalog at once.
/// </summary>
internal static class MinePipeline
{
    private const string FasterDecode = "decode less: --fast skips frames that nothing refers to, --keyframes decodes only key frames";
    private const string FasterModel = "use a smaller model: --detect";
    private const long ImageBytes = 64L << 20;

    /// <summary>A probe that crashed gets one more try: a second crash is the file's fault.</summary>
    private static readonly RetryOptions CrashRetry = new() { Attempts = 2 };

    private static readonly StageOptions Deciding = new() { Queue = 16, Stateful = true };

    private static readonly StageOptions Measuring = new() { Workers = Environment.ProcessorCount, QueueBytes = ImageBytes, Ordered = true, Budget = Budgets.Cpu };
    private static readonly StageOptions Describing = new() { Workers = Environment.ProcessorCount, QueueBytes = ImageBytes, Budget = Budgets.Cpu };

    /// <summary>Refuses a tuning that would make results depend on timing.</summary>
    /// <exception cref="ArgumentException">It names the key.</exception>
    public static void Validate(IReadOnlyDictionary<string, StageOptions> tuning) => tuning.GetValueOrDefault("decide")?.Over(Deciding).Validate("decide");

    /// <summary>Puts the stages together.</summary>
    /// <param name="options">The options of the run.</param>
    /// <param name="limits">What a frame must be to be kept.</param>
    /// <param name="run">The run.</param>
    /// <param name="intake">Fetches and probes.</param>
    /// <param name="decoder">Decodes and samples.</param>
    /// <param name="look">Looks into kept frames; null when nothing is looked for.</param>
    /// <param name="own">The program's own stages, in their order.</param>
    public static Pipeline<PipelineItem, CommittedVideo> Define(
        MineOptions options, LibraryLimits limits, ItemRun run, Intake intake, ParallelDecoder decoder, Func<DetectStage>? look, IReadOnlyList<FrameStageDefinition> own)
    {
        var isTold = run.Ledger.OnFrame is not null;
        var scored = Pipeline
            .Create<PipelineItem>(MineRun.Pipeline)
            .Map("fetch", intake.FetchAsync, new StageOptions { Workers = 3, Budget = Budgets.Download })
            .Stage<ProbedVideo>("probe", intake.ProbeAsync, new StageOptions { Workers = 2, Queue = 4, Retry = CrashRetry })
            .Expand("frames", new FrameSampling(options.Sampling, decoder).DecodeAsync, new StageOptions { Workers = Environment.ProcessorCount, Queue = 4, Hint = FasterDecode, Budget = Budgets.Cpu })
            .Stage("score", () => new ScoreStage(), new StageOptions { Workers = 2, QueueBytes = ImageBytes, Ordered = true, Budget = Budgets.Cpu });
        var measured = own.Where(static s => !s.KeptFrames).Aggregate(scored, static (p, s) => p.Stage(s.Name, () => new SampledFrameStage(s), s.Tuning.Over(Measuring)));
        var decided = measured.Stage("decide", () => new DecideStage(limits), Deciding);
        var looked = look is null
            ? decided
            : decided.Stage("detect", look, new StageOptions { Workers = Environment.ProcessorCount, QueueBytes = ImageBytes, Hint = FasterModel, Budget = Budgets.Inference });
        var described = own.Where(static s => s.KeptFrames).Aggregate(looked, static (p, s) => p.Stage(s.Name, () => new KeptFrameStage(s), s.Tuning.Over(Describing)));
        var saved = described.Stage("save", () => new SaveStage(options.JpegQuality), new StageOptions { Workers = 2, QueueBytes = ImageBytes, Ordered = isTold, Budget = Budgets.Cpu });

        // One after the other and in order, so that what was told of a video is always its beginning.
        var told = isTold ? saved.Map("tell", (frame, _) => ValueTask.FromResult(Told(run, frame)), new StageOptions { Queue = 64 }) : saved;
        return told.Gather("commit", new VideoCommit(options.KeepVideos, run).CommitAsync, new StageOptions { Queue = 64 });
    }

    private static DecidedFrame Told(ItemRun run, DecidedFrame frame)
    {
        run.Ledger.OnFrame!(frame.Video.Item.Id, frame.Record, frame.Video.Media.Duration);
        return frame;
    }
}
