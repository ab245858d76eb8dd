using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;
using Reelmill.Pipelines.Settings;

namespace Reelmill.Pipelines.Hls;

/// <summary>What <c>hls</c> says of itself.</summary>
internal sealed class HlsDefinition : PipelineDefinition<HlsOptions>
{
    public override string Summary => "Encode videos into streams for players.";

    internal override PipelineSettings Settings => HlsSettings.Keys;

    protected override Task<RunSummary> RunAsync(
        RunServices services, HlsOptions options, IEnumerable<MediaInput> inputs, RunObserver observer, CancellationToken stopping, CancellationToken cancellationToken) =>
        new HlsRun(services, options, observer).ExecuteAsync(inputs, stopping, cancellationToken);

    protected override HlsOptions Repeating(HlsOptions options, string run) => options.Repeating(run);

    internal override IReadOnlyList<string> AlsoRetries => [Publications.Pipeline];
}
