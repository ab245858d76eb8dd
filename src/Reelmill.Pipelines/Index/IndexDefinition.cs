using Reelmill.Library.Catalog;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;
using Reelmill.Pipelines.Settings;

namespace Reelmill.Pipelines.Index;

/// <summary>The definition of <c>index</c>.</summary>
internal sealed class IndexDefinition : InputPipeline<IndexOptions>
{
    public override string Summary => "Make images searchable.";

    public override PipelineSettings Settings => IndexSettings.Keys;

    public override LibraryRun Run(RunServices services, IndexOptions options, RunObserver observer) => new IndexRun(services, options, observer);

    protected override IndexOptions RestoreOptions(IndexOptions options, string run) => options.RestoreOptions(run);

    public override IEnumerable<MediaInput> Expand(IEnumerable<string> names) => IndexRun.Expand(names);

    protected override string CatalogName(IndexOptions options) => IndexRun.GetPipelineName(options.Collection);

    public override bool Owns(string catalogName) => IndexRun.IsPipeline(catalogName);

    /// <summary>Drops vectors before their items are removed: otherwise a crash in between would leak a vector forever.</summary>
    internal override async Task OnRemovingAsync(RunServices services, IReadOnlyList<Item> items, CancellationToken cancellationToken)
    {
        var library = await services.LibraryAsync(cancellationToken).ConfigureAwait(false);
        var leaving = items.Select(static i => i.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var pipeline in items.Where(i => i is { Video: not null, Options: not null } && Owns(i.Pipeline)).GroupBy(static i => (i.Pipeline, Store: Recipe.Parse(i.Options!)["store"])))
        {
            var collection = IndexRun.GetCollectionName(pipeline.Key.Pipeline);
            var store = await services.StoreAsync(pipeline.Key.Store, cancellationToken).ConfigureAwait(false);
            var records = new SharedRecords(library, pipeline.Key.Pipeline, collection, store);
            foreach (var content in pipeline.Where(static i => InputIdentity.FindExplicitId(InputIdentity.ReadMetadata(i)) is null).Select(static i => i.Video!).Distinct(StringComparer.Ordinal))
            {
                await records.ReleaseRecordAsync(content, leaving).ConfigureAwait(false);
            }

            await store.DeleteAsync(collection, [.. pipeline.Select(static i => InputIdentity.FindExplicitId(InputIdentity.ReadMetadata(i))).OfType<string>()], cancellationToken).ConfigureAwait(false);
        }
    }
}
