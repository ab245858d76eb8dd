using Reelmill.Library.Catalog;
using Reelmill.Pipelines.Index;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;
using Reelmill.Pipelines.Settings;

namespace Reelmill.Pipelines.Mine;

/// <summary>The definition of <c>mine</c>.</summary>
internal sealed class MineDefinition : InputPipeline<MineOptions>
{
    public override string Summary => "Sample, score and deduplicate videos; keep the good frames.";

    public override PipelineSettings Settings => MineSettings.Keys;

    public override LibraryRun Run(RunServices services, MineOptions options, RunObserver observer) => new MineRun(services, options, observer);

    protected override MineOptions RestoreOptions(MineOptions options, string run) => options.RestoreOptions(run);

    /// <summary>Redecides after a removal: frames that were dropped as duplicates of a removed frame are kept again. Also drops the vectors of removed frames.</summary>
    internal override async Task OnRemovedAsync(RunServices services, IReadOnlyList<Item> items, CancellationToken cancellationToken)
    {
        if (items.Any(i => Owns(i.Pipeline) && i.Video is not null))
        {
            await new DecideRun(services, new MineOptions()).ExecuteAsync(cancellationToken).ConfigureAwait(false);
            await new FrameIndex(services, new MineOptions().IndexOptions, new RunObserver(null)).TrimAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
