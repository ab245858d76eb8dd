using Reelmill.Library.Catalog;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Hosting;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Mine;
using Reelmill.Pipelines.Runs;

namespace Reelmill.Pipelines.Index;

/// <summary>Brings a collection in line with the kept frames of a library: vectors for those that have none, none for those that went.</summary>
/// <param name="mine">The options of the run that kept them.</param>
/// <param name="observer">Who is told what happens.</param>
internal sealed class FrameIndex(MineOptions mine, RunObserver observer)
{
    private const string Collection = "frames";

    private readonly IndexOptions _options = mine.Vectors(new IndexOptions { Library = mine.Library, Collection = Collection }) with { Mode = mine.Mode, Limits = mine.Limits, Tools = mine.Tools, Models = mine.Models with { OnNote = observer.OnNote }, Scope = mine.Scope, Space = mine.Space };

    /// <summary>Makes the collection: what cannot work is said before hours of mining, not after.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        _options.Validate();
        var model = await RunHost.EmbedderAsync(_options, cancellationToken).ConfigureAwait(false);
        await using var _ = model.ConfigureAwait(false);

        // The store lies in the library's folder, which has to be a library before.
        var library = await RunHost.LibraryAsync(_options, cancellationToken).ConfigureAwait(false);
        await using var __ = library.ConfigureAwait(false);
        var vectors = await RunHost.StoreAsync(_options, cancellationToken).ConfigureAwait(false);
        await using var ___ = vectors.ConfigureAwait(false);
        await vectors.Value.CreateAsync(_options.Collection, model.Value.Dimension, Embedders.IdentityOf(model.Value), cancellationToken).ConfigureAwait(false);
    }

    public Task<RunSummary> ExecuteAsync(CancellationToken stopping, CancellationToken cancellationToken) => InTurnAsync(
        async () =>
        {
            await DropGoneAsync(cancellationToken).ConfigureAwait(false);
            return await new IndexRun(_options, observer).ExecuteAsync(Kept(cancellationToken), stopping, cancellationToken).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>Drops the vectors of frames that are not kept any more, and adds none.</summary>
    public Task TrimAsync(CancellationToken cancellationToken) => InTurnAsync(
        async () =>
        {
            await DropGoneAsync(cancellationToken).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    private IEnumerable<MediaInput> Kept(CancellationToken cancellationToken) =>
        LibraryFrames.OfAsync(mine.Library, cancellationToken).ToBlockingEnumerable(cancellationToken);

    private async Task<T> InTurnAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        if (mine.Scope is not { } scope)
        {
            return await work().ConfigureAwait(false);
        }

        await scope.Host.Indexing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await work().ConfigureAwait(false);
        }
        finally
        {
            scope.Host.Indexing.Release();
        }
    }

    /// <summary>The vector first: an item that is forgotten before would leave it behind for ever.</summary>
    private async Task DropGoneAsync(CancellationToken cancellationToken)
    {
        var kept = Kept(cancellationToken).Select(static f => FrameIdentity.Of(f)).ToHashSet(StringComparer.Ordinal);
        var session = await RunHost.LibraryAsync(_options, cancellationToken).ConfigureAwait(false);
        await using var _ = session.ConfigureAwait(false);
        var library = session.Value;
        var gone = new List<Item>();
        var indexed = new ItemFilter { Pipeline = IndexRun.PipelineOf(_options.Collection) };
        await foreach (var item in library.Catalog.ItemsAsync(indexed, cancellationToken).ConfigureAwait(false))
        {
            if (LibraryFrames.FrameOf(item) is { } frame && !kept.Contains(frame))
            {
                gone.Add(item);
            }
        }

        if (gone.Count == 0)
        {
            return;
        }

        var vectors = await RunHost.StoreAsync(_options, cancellationToken).ConfigureAwait(false);
        await using var __ = vectors.ConfigureAwait(false);
        await vectors.Value.DeleteAsync(_options.Collection, [.. gone.Where(static i => i.Outcome is not null).Select(static i => i.Outcome!)], cancellationToken).ConfigureAwait(false);
        await library.Catalog.ForgetAsync(gone.Select(static i => i.Id), cancellationToken).ConfigureAwait(false);
    }
}
