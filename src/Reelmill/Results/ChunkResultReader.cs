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

/// <summary>Reads the manifests of files as their items end. A failed file yields a manifest only if this run wrote it.</summary>
/// <param name="catalog">The library's catalog.</param>
/// <param name="next">Also receives every event; optional.</param>
internal sealed class ChunkResultReader(SqliteCatalog catalog, IProgress<ChunkEvent>? next) : IProgress<ChunkEvent>
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

    /// <summary>Reads the chunks of an item that has ended.</summary>
    public async IAsyncEnumerable<ChunkedFile> ReadAsync(ItemChange change, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var folder = Path.Combine(catalog.Folder, LibraryLayout.Chunks, change.Id);
        var path = Path.Combine(folder, ChunkManifest.FileName);
        var belongsToRun = change is ItemChange.Done or ItemChange.Skipped || (change is ItemChange.Failed && _written.ContainsKey(path));
        if (belongsToRun && FindManifest(folder) is { } content && await catalog.FindAsync(change.Id, cancellationToken).ConfigureAwait(false) is { } item)
        {
            yield return new ChunkedFile(MediaInput.Redact(item.Source), folder, content);
        }
    }

    /// <summary>Reads the manifest of a folder; null where another run has just started to cut the file with other options.</summary>
    private static ChunkManifest? FindManifest(string folder)
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
