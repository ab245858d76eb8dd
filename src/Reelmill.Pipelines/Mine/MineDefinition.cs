using Reelmill.Library.Catalog;
using Reelmill.Pipelines.Index;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;
using Reelmill.Pipelines.Settings;

namespace Reelmill.Pipelines.Mine;

/// <summary>What <c>mine</c> says of itself.</summary>
internal sealed class MineDefinition : InputPipeline<MineOptions>
{
    public override string Summary => "Sample, score and deduplicate videos; keep the good frames.";

    public override PipelineSettings Settings => MineSettings.Keys;

    public override LibraryRun Run(RunServices services, MineOptions options, RunObserver observer) => new MineRun(services, options, observer);

    protected override MineOptions Repeating(MineOptions options, string run) => options.Repeating(run);

    /// <summary>Frames of other videos that were dropped for a twin that is gone come back, and vectors of frames that are gone go.</summary>
    internal override async Task RemovedAsync(RunServices services, IReadOnlyList<Item> items, CancellationToken cancellationToken)
    {
        if (items.Any(i => Owns(i.Pipeline) && i.Video is not null))
        {
            await new DecideRun(services, new MineOptions()).ExecuteAsync(cancellationToken).ConfigureAwait(false);
            await new FrameIndex(services, new MineOptions().IndexOptions, new RunObserver(null)).TrimAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
