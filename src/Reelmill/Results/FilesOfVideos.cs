using System.Runtime.CompilerServices;
using Reelmill.Library.Artifacts.Disk;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Runs;

namespace Reelmill.Results;

/// <summary>Reads the files of the videos that a run ends.</summary>
/// <param name="catalog">The library's catalog.</param>
internal sealed class FilesOfVideos(SqliteCatalog catalog)
{
    /// <summary>The files of an item that has ended; an input with the content of another has the files of that content.</summary>
    public async IAsyncEnumerable<MadeFiles> OfAsync(ItemChange change, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (change is not (ItemChange.Done or ItemChange.Skipped) || await catalog.FindAsync(change.Id, cancellationToken).ConfigureAwait(false) is not { Video: { } video } item)
        {
            yield break;
        }

        var outcome = item.Outcome;
        await foreach (var same in catalog.ItemsAsync(new ItemFilter { Pipeline = item.Pipeline, State = ItemState.Done, Video = video }, cancellationToken).ConfigureAwait(false))
        {
            outcome ??= same.Outcome;
        }

        var files = await catalog.FilesAsync(item.Pipeline, video, cancellationToken).ConfigureAwait(false);
        yield return new MadeFiles(MediaInput.Redact(item.Source), video, [.. files.Select(f => DiskArtifactStore.FullPath(catalog.Folder, f.Path))], outcome);
    }
}
