using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;
using Reelmill.Pipelines.Settings;

namespace Reelmill.Pipelines.Hls;

/// <summary>The definition of the <c>hls</c> pipeline.</summary>
internal sealed class HlsDefinition : InputPipeline<HlsOptions>
{
    public override string Summary => "Encode videos into streams for players.";

    public override PipelineSettings Settings => HlsSettings.Keys;

    public override LibraryRun Run(RunServices services, HlsOptions options, RunObserver observer) => new HlsRun(services, options, observer);

    protected override HlsOptions Repeating(HlsOptions options, string run) => options.Repeating(run);

    internal override IReadOnlyList<string> AlsoRetries => [PublicationQueue.Pipeline];
}
