using Reelmill.Library.Catalog;
using Reelmill.Library.Vectors;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Index;

/// <summary>The records of a collection whose ids are content ids. All inputs with the same content share a record, which describes the input with the first location.</summary>
/// <param name="library">The library.</param>
/// <param name="pipeline">The catalog name of the collection's items.</param>
/// <param name="collection">The collection.</param>
/// <param name="store">The vector store.</param>
internal sealed class SharedRecords(LibrarySession library, string pipeline, string collection, IVectorStore store)
{
    /// <summary>Lists the items with a content, including those whose last attempt failed, in order of source.</summary>
    /// <param name="content">The id of the content.</param>
    /// <param name="excluded">The ids of items to leave out.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    public async Task<IReadOnlyList<Item>> ListItemsAsync(string content, IReadOnlySet<string> excluded, CancellationToken cancellationToken)
    {
        var same = new ItemFilter { Pipeline = pipeline, Video = content };
        return await library.Catalog.ItemsAsync(same, cancellationToken).Where(i => !excluded.Contains(i.Id)).ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Chooses the input that a record describes, among items and one more input.</summary>
    public MediaInput? ChooseInput(IEnumerable<Item> items, MediaInput? input) => items
        .Select(InputIdentity.ToInput).Where(static i => InputIdentity.FindExplicitId(i.Metadata) is null)
        .Concat(input is null ? [] : [input])
        .MinBy(i => InputIdentity.GetLocation(library.Folder, i), StringComparer.Ordinal);

    /// <summary>Writes a record that describes an input.</summary>
    public Task WriteAsync(string content, MediaInput input, ReadOnlyMemory<float> vector, CancellationToken cancellationToken) =>
        store.UpsertAsync(collection, [new VectorRecord(content, vector, LibraryFrames.CreateMetadata(input, library.Folder))], cancellationToken);

    /// <summary>Releases a record for items that no longer have its content. The record then describes a remaining input, or is deleted. The update is deferred while the content is claimed.</summary>
    /// <param name="content">The content id of the record.</param>
    /// <param name="leaving">The ids of the items that no longer have the content.</param>
    public Task ReleaseRecordAsync(string content, IReadOnlySet<string> leaving) =>
        library.Contents.RunWhenFreeAsync(pipeline, content, () => RefreshAsync(content, leaving, CancellationToken.None));

    private async Task RefreshAsync(string content, IReadOnlySet<string> leaving, CancellationToken cancellationToken)
    {
        if (ChooseInput(await ListItemsAsync(content, leaving, cancellationToken).ConfigureAwait(false), null) is not { } first)
        {
            await store.DeleteAsync(collection, [content], cancellationToken).ConfigureAwait(false);
        }
        else if (await store.FindAsync(collection, content, cancellationToken).ConfigureAwait(false) is { } vector)
        {
            await WriteAsync(content, first, vector, cancellationToken).ConfigureAwait(false);
        }
    }
}
