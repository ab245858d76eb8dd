using Reelmill.Library.Catalog;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;
using Reelmill.Pipelines.Settings;

namespace Reelmill.Pipelines.Index;

/// <summary>What <c>index</c> says of itself.</summary>
internal sealed class IndexDefinition : PipelineDefinition
{
    public override string Summary => "Make pictures searchable.";

    public override PipelineOptions Defaults => new IndexOptions();

    internal override PipelineSettings Settings => IndexSettings.Keys;

    public override async Task<RunSummary?> RunAsync(
        RunServices services, PipelineOptions options, IEnumerable<MediaInput> inputs, RunObserver observer, CancellationToken stopping, CancellationToken cancellationToken) =>
        await new IndexRun(services, (IndexOptions)options, observer).ExecuteAsync(inputs, stopping, cancellationToken).ConfigureAwait(false);

    public override PipelineOptions Repeating(PipelineOptions options, string run) => ((IndexOptions)options).Repeating(run);

    public override IEnumerable<MediaInput> Expand(IEnumerable<string> names) => IndexRun.Expand(names);

    public override string CatalogName(PipelineOptions options) => IndexRun.PipelineOf(((IndexOptions)options).Collection);

    public override bool Owns(string catalogName) => IndexRun.IsPipeline(catalogName);

    /// <summary>The vector first: an item that is forgotten before would leave it behind for ever.</summary>
    internal override async Task RemovingAsync(RunServices services, IReadOnlyList<Item> items, CancellationToken cancellationToken)
    {
        foreach (var pipeline in items.Where(i => i.Outcome is not null && Owns(i.Pipeline)).GroupBy(static i => i.Pipeline, StringComparer.Ordinal))
        {
            var store = await services.StoreAsync(new IndexOptions().Store, cancellationToken).ConfigureAwait(false);
            await store.DeleteAsync(IndexRun.CollectionOf(pipeline.Key), [.. pipeline.Select(static i => i.Outcome!)], cancellationToken).ConfigureAwait(false);
        }
    }
}
