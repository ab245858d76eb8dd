using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Reelmill.Core;
using Reelmill.Library;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Media.Chunking;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Chunk;
using Reelmill.Pipelines.Runs;

namespace Reelmill.Results;

/// <summary>Reads the manifests of the files that a run ends. A file that failed has one only if this run wrote it.</summary>
/// <param name="catalog">The library's catalog.</param>
/// <param name="next">Told every event, too; nobody when null.</param>
internal sealed class ChunksOfFiles(SqliteCatalog catalog, IProgress<ChunkEvent>? next) : IProgress<ChunkEvent>
{
    private readonly ConcurrentDictionary<string, bool> _written = new(StringComparer.Ordinal);

    public void Report(ChunkEvent value)
    {
        if (value is PipelineComplete complete)
        {
            _written[complete.Manifest] = true;
        }

        next?.Report(value);
    }

    /// <summary>The chunks of an item that has ended.</summary>
    public async IAsyncEnumerable<ChunkedFile> OfAsync(ItemChange change, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var folder = Path.Combine(catalog.Folder, LibraryLayout.Chunks, change.Id);
        var manifest = Path.Combine(folder, ChunkManifest.FileName);
        var isOfRun = change is ItemChange.Done or ItemChange.Skipped || (change is ItemChange.Failed && _written.ContainsKey(manifest));
        if (isOfRun && ManifestIn(folder) is { } read && await catalog.FindAsync(change.Id, cancellationToken).ConfigureAwait(false) is { } item)
        {
            yield return new ChunkedFile(MediaInput.Redact(item.Source), folder, read);
        }
    }

    /// <summary>Null where another run has just begun to cut the file in another way.</summary>
    private static ChunkManifest? ManifestIn(string folder)
    {
        try
        {
            return ChunkManifest.Read(folder);
        }
        catch (ItemException)
        {
            return null;
        }
    }
}
