using Reelmill.Core.Pipelines;
using Reelmill.Core.Running;
using Reelmill.Media.Hls.Encoders;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Hls;

/// <summary>
/// Defines the pipeline from inputs to HLS streams: fetch, probe, plan, encode the ladder with one decode, package,
/// check, commit. An item is done when all its files are in the library and in the catalog.
/// </summary>
internal static class HlsPipeline
{
    private const string FasterEncode = "encode less: a faster --preset, or fewer rungs in --ladder";

    private static readonly RetryOptions CrashRetry = new() { Attempts = 2 };

    public static Pipeline<PipelineItem, HlsOutput> Define(Intake intake, StreamPlanner planner, StreamBuilder builder, StreamCommitter committer, EncodeOptions encode) => Pipeline
        .Create<PipelineItem>(HlsRun.Pipeline)
        .Map("fetch", intake.FetchAsync, new StageOptions { Workers = 3, Queue = 4, Budget = Budgets.Download })
        .Stage<ProbedVideo>("probe", intake.ProbeAsync, new StageOptions { Workers = 2, Queue = 4, Retry = CrashRetry })
        .Expand("plan", planner.PlanAsync, new StageOptions { Queue = 2 })
        .Map("encode", builder.EncodeAsync, new StageOptions { Workers = CountParallelEncodes(encode), Queue = 2, Retry = CrashRetry, Hint = FasterEncode, Budget = Budgets.Cpu })
        .Gather("package", builder.PackageAsync, new StageOptions { Queue = 2 })
        .Map("check", committer.CheckAsync, new StageOptions { Queue = 2 })
        .Map("commit", committer.CommitAsync, new StageOptions { Queue = 2 });

    /// <summary>Counts the encodes that run at once: the cores divided by the threads of each encoder.</summary>
    private static int CountParallelEncodes(EncodeOptions options) => Math.Max(1, Environment.ProcessorCount / options.Threads);
}
