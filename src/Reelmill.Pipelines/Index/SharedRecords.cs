using Reelmill.Library.Catalog;
using Reelmill.Library.Vectors;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Index;

/// <summary>The records of a collection that are named by content: each is of all inputs with these bytes, and tells of the first of them by place.</summary>
/// <param name="library">The library.</param>
/// <param name="pipeline">The pipeline of the collection's items.</param>
/// <param name="collection">The collection.</param>
/// <param name="store">Keeps the records.</param>
internal sealed class SharedRecords(LibrarySession library, string pipeline, string collection, IVectorStore store)
{
    /// <summary>The items that have a content, those too whose last attempt failed, in order of their sources.</summary>
    /// <param name="content">The content.</param>
    /// <param name="without">The ids of items that do not count.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<IReadOnlyList<Item>> OfAsync(string content, IReadOnlySet<string> without, CancellationToken cancellationToken)
    {
        var same = new ItemFilter { Pipeline = pipeline, Video = content };
        return await library.Catalog.ItemsAsync(same, cancellationToken).Where(i => !without.Contains(i.Id)).ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The input that a record tells of, of some items and one more input.</summary>
    public MediaInput? FirstOf(IEnumerable<Item> items, MediaInput? input) => items
        .Select(FrameIdentity.InputOf).Where(static i => FrameIdentity.OwnIdOf(i.Metadata) is null)
        .Concat(input is null ? [] : [input])
        .MinBy(i => FrameIdentity.PlaceOf(library.Folder, i), StringComparer.Ordinal);

    /// <summary>Writes a record.</summary>
    public Task WriteAsync(string content, MediaInput told, ReadOnlyMemory<float> vector, CancellationToken cancellationToken) =>
        store.UpsertAsync(collection, [new VectorRecord(content, vector, LibraryFrames.MetadataOf(told, library.Folder))], cancellationToken);

    /// <summary>Some inputs do not have the bytes of a record any more: it tells of those that still do, or goes. While somebody works on these bytes, that is put off.</summary>
    /// <param name="content">The record.</param>
    /// <param name="leaving">The ids of the items that leave it.</param>
    public Task LeaveAsync(string content, IReadOnlySet<string> leaving) =>
        library.Contents.WhenFreeAsync(pipeline, content, () => RefreshAsync(content, leaving, CancellationToken.None));

    private async Task RefreshAsync(string content, IReadOnlySet<string> leaving, CancellationToken cancellationToken)
    {
        if (FirstOf(await OfAsync(content, leaving, cancellationToken).ConfigureAwait(false), null) is not { } first)
        {
            await store.DeleteAsync(collection, [content], cancellationToken).ConfigureAwait(false);
        }
        else if (await store.FindAsync(collection, content, cancellationToken).ConfigureAwait(false) is { } vector)
        {
            await WriteAsync(content, first, vector, cancellationToken).ConfigureAwait(false);
        }
    }
}
