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

    public static Pipeline<PipelineItem, HlsOutput> Define(HlsContext hls) => Pipeline
        .Of<PipelineItem>(HlsRun.Pipeline)
        .Map("fetch", hls.Intake.FetchAsync, new StageOptions { Workers = 3, Queue = 4, Budget = Budgets.Download })
        .Stage<ProbedVideo>("probe", hls.Intake.ProbeAsync, new StageOptions { Workers = 2, Queue = 4, Retry = CrashRetry })
        .Expand("plan", hls.PlanAsync, new StageOptions { Queue = 2 })
        .Map("encode", hls.EncodeAsync, new StageOptions { Workers = EncodesAtOnce(hls.Options.Encode), Queue = 2, Retry = CrashRetry, Hint = FasterEncode, Budget = Budgets.Cpu })
        .Gather("package", hls.PackageAsync, new StageOptions { Queue = 2 })
        .Map("check", hls.CheckAsync, new StageOptions { Queue = 2 })
        .Map("commit", hls.CommitAsync, new StageOptions { Queue = 2 });

    /// <summary>Each encode has so many threads of its own.</summary>
    private static int EncodesAtOnce(EncodeOptions options) => Math.Max(1, Environment.ProcessorCount / options.Threads);
}
