using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;
using Reelmill.Pipelines.Settings;

namespace Reelmill.Pipelines.Hls;

/// <summary>What <c>hls</c> says of itself.</summary>
internal sealed class HlsDefinition : PipelineDefinition
{
    public override string Summary => "Encode videos into streams for players.";

    public override PipelineOptions Defaults => new HlsOptions();

    internal override PipelineSettings Settings => HlsSettings.Keys;

    public override async Task<RunSummary?> RunAsync(
        RunServices services, PipelineOptions options, IEnumerable<MediaInput> inputs, RunObserver observer, CancellationToken stopping, CancellationToken cancellationToken) =>
        await new HlsRun(services, (HlsOptions)options, observer).ExecuteAsync(inputs, stopping, cancellationToken).ConfigureAwait(false);

    public override PipelineOptions Repeating(PipelineOptions options, string run) => ((HlsOptions)options).Repeating(run);

    internal override IReadOnlyList<string> AlsoRetries => [Publications.Pipeline];
}
