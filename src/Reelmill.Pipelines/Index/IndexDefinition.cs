using Reelmill.Library.Catalog;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;
using Reelmill.Pipelines.Settings;

namespace Reelmill.Pipelines.Index;

/// <summary>What <c>index</c> says of itself.</summary>
internal sealed class IndexDefinition : InputPipeline<IndexOptions>
{
    public override string Summary => "Make pictures searchable.";

    public override PipelineSettings Settings => IndexSettings.Keys;

    public override LibraryRun Run(RunServices services, IndexOptions options, RunObserver observer) => new IndexRun(services, options, observer);

    protected override IndexOptions Repeating(IndexOptions options, string run) => options.Repeating(run);

    public override IEnumerable<MediaInput> Expand(IEnumerable<string> names) => IndexRun.Expand(names);

    protected override string CatalogName(IndexOptions options) => IndexRun.PipelineOf(options.Collection);

    public override bool Owns(string catalogName) => IndexRun.IsPipeline(catalogName);

    /// <summary>The vector first: an item that is forgotten before would leave it behind for ever.</summary>
    internal override async Task RemovingAsync(RunServices services, IReadOnlyList<Item> items, CancellationToken cancellationToken)
    {
        var library = await services.LibraryAsync(cancellationToken).ConfigureAwait(false);
        var leaving = items.Select(static i => i.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var pipeline in items.Where(i => i is { Video: not null, Options: not null } && Owns(i.Pipeline)).GroupBy(static i => (i.Pipeline, Store: Recipe.Parse(i.Options!)["store"])))
        {
            var collection = IndexRun.CollectionOf(pipeline.Key.Pipeline);
            var store = await services.StoreAsync(pipeline.Key.Store, cancellationToken).ConfigureAwait(false);
            var records = new SharedRecords(library, pipeline.Key.Pipeline, collection, store);
            foreach (var content in pipeline.Where(static i => FrameIdentity.OwnIdOf(FrameIdentity.MetadataOf(i)) is null).Select(static i => i.Video!).Distinct(StringComparer.Ordinal))
            {
                await records.LeaveAsync(content, leaving).ConfigureAwait(false);
            }

            await store.DeleteAsync(collection, [.. pipeline.Select(static i => FrameIdentity.OwnIdOf(FrameIdentity.MetadataOf(i))).OfType<string>()], cancellationToken).ConfigureAwait(false);
        }
    }
}
