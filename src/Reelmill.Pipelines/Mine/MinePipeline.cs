using Reelmill.Core.Pipelines;
using Reelmill.Core.Running;
using Reelmill.Media.Frames.Parts;
using Reelmill.Pipelines.FrameStages;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Mine;

/// <summary>
/// Defines the stages of <c>mine</c>: fetch, probe, decode and sample, score, decide, detect if requested, save, commit.
/// Custom stages run before the decision, or on kept frames after detection. An item is done when all its frames are
/// decided, the kept ones are saved, and everything is committed to the catalog in one transaction.
/// </summary>
internal static class MinePipeline
{
    private const string FasterDecode = "decode less: --fast skips non-reference frames, --keyframes decodes only keyframes";
    private const string FasterModel = "use a smaller model: --detect";
    private const long QueueBytes = 64L << 20;

    /// <summary>A crashed probe is retried once: a second crash is the file's fault.</summary>
    private static readonly RetryOptions CrashRetry = new() { Attempts = 2 };

    private static readonly StageOptions DecideDefaults = new() { Queue = 16, Stateful = true };

    private static readonly StageOptions SampledStageDefaults = new() { Workers = Environment.ProcessorCount, QueueBytes = QueueBytes, Ordered = true, Budget = Budgets.Cpu };
    private static readonly StageOptions KeptStageDefaults = new() { Workers = Environment.ProcessorCount, QueueBytes = QueueBytes, Budget = Budgets.Cpu };

    /// <summary>Rejects tuning that would make results depend on timing.</summary>
    /// <exception cref="ArgumentException">A value is invalid; the message names the key.</exception>
    public static void Validate(IReadOnlyDictionary<string, StageOptions> tuning) => tuning.GetValueOrDefault("decide")?.Over(DecideDefaults).Validate("decide");

    /// <summary>Assembles the stages.</summary>
    /// <param name="options">The options of the run.</param>
    /// <param name="limits">The limits that decide on frames.</param>
    /// <param name="run">The run.</param>
    /// <param name="intake">Fetches and probes.</param>
    /// <param name="decoder">The decoder.</param>
    /// <param name="detect">Creates the detection stage; null without a detector.</param>
    /// <param name="own">The custom stages, in order.</param>
    public static Pipeline<PipelineItem, CommittedVideo> Define(
        MineOptions options, LibraryLimits limits, ItemRun run, Intake intake, ParallelDecoder decoder, Func<DetectStage>? detect, IReadOnlyList<FrameStageDefinition> own)
    {
        var isObserved = run.Ledger.OnFrame is not null;
        var scored = Pipeline
            .Create<PipelineItem>(MineRun.Pipeline)
            .Map("fetch", intake.FetchAsync, new StageOptions { Workers = 3, Budget = Budgets.Download })
            .Stage<ProbedVideo>("probe", intake.ProbeAsync, new StageOptions { Workers = 2, Queue = 4, Retry = CrashRetry })
            .Expand("frames", new FrameSampling(options.Sampling, decoder).DecodeAsync, new StageOptions { Workers = Environment.ProcessorCount, Queue = 4, Hint = FasterDecode, Budget = Budgets.Cpu })
            .Stage("score", () => new ScoreStage(), new StageOptions { Workers = 2, QueueBytes = QueueBytes, Ordered = true, Budget = Budgets.Cpu });
        var measured = own.Where(static s => !s.KeptFrames).Aggregate(scored, static (p, s) => p.Stage(s.Name, () => new SampledFrameStage(s), s.Tuning.Over(SampledStageDefaults)));
        var decided = measured.Stage("decide", () => new DecideStage(limits), DecideDefaults);
        var detected = detect is null
            ? decided
            : decided.Stage("detect", detect, new StageOptions { Workers = Environment.ProcessorCount, QueueBytes = QueueBytes, Hint = FasterModel, Budget = Budgets.Inference });
        var described = own.Where(static s => s.KeptFrames).Aggregate(detected, static (p, s) => p.Stage(s.Name, () => new KeptFrameStage(s), s.Tuning.Over(KeptStageDefaults)));
        var saved = described.Stage("save", () => new SaveStage(options.JpegQuality), new StageOptions { Workers = 2, QueueBytes = QueueBytes, Ordered = isObserved, Budget = Budgets.Cpu });

        // One worker, in order: the frames reported of a video are always a prefix of the video.
        var reported = isObserved ? saved.Map("tell", (frame, _) => ValueTask.FromResult(Report(run, frame)), new StageOptions { Queue = 64 }) : saved;
        return reported.Gather("commit", new VideoCommit(options.KeepVideos, run).CommitAsync, new StageOptions { Queue = 64 });
    }

    private static DecidedFrame Report(ItemRun run, DecidedFrame frame)
    {
        run.Ledger.OnFrame!(frame.Video.Item.Id, frame.Record, frame.Video.Media.Duration);
        return frame;
    }
}
