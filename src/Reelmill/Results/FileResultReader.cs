using System.Runtime.CompilerServices;
using Reelmill.Library.Artifacts.Disk;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Runs;

namespace Reelmill.Results;

/// <summary>Reads the files of videos as their items end.</summary>
/// <param name="catalog">The library's catalog.</param>
internal sealed class FileResultReader(SqliteCatalog catalog)
{
    /// <summary>Reads the files of an item that has ended. Inputs with the same content share its files.</summary>
    public async IAsyncEnumerable<ProducedFiles> ReadAsync(ItemChange change, [EnumeratorCancellation] CancellationToken cancellationToken)
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
        yield return new ProducedFiles(MediaInput.Redact(item.Source), video, [.. files.Select(f => DiskArtifactStore.FullPath(catalog.Folder, f.Path))], outcome);
    }
}
