using Reelmill.Core.Pipelines;
using Reelmill.Media.Hls.Encoders;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Hls;

/// <summary>
/// From inputs to streams for players: fetch, probe, plan, encode the ladder with one decode, package, check, commit. An item is done
/// when all its files are in the library and the catalog knows them.
/// </summary>
internal static class HlsPipeline
{
    private const string FasterEncode = "encode less: a faster --preset, or fewer rungs in --ladder";

    private static readonly RetryOptions CrashRetry = new() { Attempts = 2 };

    public static Pipeline<PipelineItem, HlsOutput> Define(Intake intake, StreamPlanning planning, StreamMaking making, StreamCommit commit, EncodeOptions encode) => Pipeline
        .Create<PipelineItem>(HlsRun.Pipeline)
        .Map("fetch", intake.FetchAsync, new StageOptions { Workers = 3, Queue = 4, Budget = Budgets.Download })
        .Stage<ProbedVideo>("probe", intake.ProbeAsync, new StageOptions { Workers = 2, Queue = 4, Retry = CrashRetry })
        .Expand("plan", planning.PlanAsync, new StageOptions { Queue = 2 })
        .Map("encode", making.EncodeAsync, new StageOptions { Workers = EncodesAtOnce(encode), Queue = 2, Retry = CrashRetry, Hint = FasterEncode, Budget = Budgets.Cpu })
        .Gather("package", making.PackageAsync, new StageOptions { Queue = 2 })
        .Map("check", commit.CheckAsync, new StageOptions { Queue = 2 })
        .Map("commit", commit.CommitAsync, new StageOptions { Queue = 2 });

    /// <summary>Each encode has so many threads of its own.</summary>
    private static int EncodesAtOnce(EncodeOptions options) => Math.Max(1, Environment.ProcessorCount / options.Threads);
}
