using System.Buffers;
using System.Text;
using Reelmill.Library.Files;

namespace Reelmill.Library.Vectors.Embedded;

/// <summary>Writes to one collection. Serves one call at a time; after a failure the collection opens a new writer.</summary>
internal sealed class CollectionWriter : IDisposable
{
    private const long MaxBatchBytes = 1L << 30;

    private readonly EmbeddedCollection _collection;
    private readonly string _folder;
    private readonly EmbeddedOptions _options;
    private readonly ArrayBufferWriter<byte> _payload = new();

    // The collection file lists a segment here before the segment's file is created and before a compaction replaces it.
    private readonly HashSet<uint> _removable = [];
    private RowIndex _index;
    private SegmentWriter? _segmentWriter;

    private CollectionWriter(EmbeddedCollection collection, string folder, EmbeddedOptions options, RowIndex index) =>
        (_collection, _folder, _options, _index) = (collection, folder, options, index);

    private Snapshot Snapshot => _collection.Current;

    /// <summary>Reads the collection, removes what a crash left behind and continues after the last block.</summary>
    public static async Task<CollectionWriter> OpenAsync(
        EmbeddedCollection collection, string folder, EmbeddedOptions options, CancellationToken cancellationToken)
    {
        var snapshot = collection.Refresh(thorough: true);
        RemoveUnreferencedSegments(folder, snapshot.File.Segments, snapshot.File.Removable);
        var writer = await Task.Run(
            () =>
            {
                using var data = snapshot.AcquireLease();
                return new CollectionWriter(collection, folder, options, RowIndex.Read(data, cancellationToken));
            },
            cancellationToken).ConfigureAwait(false);
        if (snapshot.Segments is [.., var last])
        {
            writer._segmentWriter = SegmentWriter.Reopen(folder, last, options);
        }

        return writer;
    }

    public async Task UpsertAsync(VectorBatch batch, CancellationToken cancellationToken)
    {
        await CompactIfDueAsync(cancellationToken).ConfigureAwait(false);
        var builder = new BlockBuilder(Snapshot.File.Dimension);
        var keys = new UInt128[batch.Records.Count];
        for (var i = 0; i < keys.Length; i++)
        {
            _payload.ResetWrittenCount();
            RowPayload.Write(_payload, batch.Records[i]);
            keys[i] = RowIndex.HashId(RowPayload.ReadIdBytes(_payload.WrittenSpan));
            builder.Add(batch.GetUnitVector(i).Span, _payload.WrittenSpan);
            if (_index.TryFind(keys[i], out var location))
            {
                builder.MarkDead(location);
            }
        }

        await AppendAsync(builder, cancellationToken).ConfigureAwait(false);
        var segment = Snapshot.Segments[^1];
        for (var i = 0; i < keys.Length; i++)
        {
            _index.Set(keys[i], new RowLocation(segment.Id, segment.Rows - keys.Length + i));
        }
    }

    public async Task DeleteAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        await CompactIfDueAsync(cancellationToken).ConfigureAwait(false);
        var builder = new BlockBuilder(Snapshot.File.Dimension);
        var keys = ids.Select(static id => RowIndex.HashId(Encoding.UTF8.GetBytes(id))).Distinct().ToArray();
        foreach (var key in keys)
        {
            if (_index.TryFind(key, out var location))
            {
                builder.MarkDead(location);
            }
        }

        if (builder.DeadRows.Count > 0)
        {
            await AppendAsync(builder, cancellationToken).ConfigureAwait(false);
            Array.ForEach(keys, _index.Remove);
        }
    }

    /// <summary>Rewrites the live rows into new segments and drops the dead ones.</summary>
    public async Task CompactAsync(CancellationToken cancellationToken)
    {
        CollectionFile file;
        using (var data = Snapshot.AcquireLease())
        {
            file = await Compaction.RunAsync(data, _folder, _options, ReserveAsync, cancellationToken).ConfigureAwait(false);
        }

        _removable.ExceptWith(file.Segments.Select(static s => s.Id));
        _removable.UnionWith(Snapshot.Segments.Select(static s => s.Id));
        await SaveAsync(file).ConfigureAwait(false);
        _segmentWriter?.Dispose();
        _segmentWriter = null;
        _collection.Refresh(thorough: true);
        RemoveUnreferencedSegments(_folder, file.Segments, _removable);
        _removable.Clear();
        using var compacted = Snapshot.AcquireLease();
        _index = RowIndex.Read(compacted, CancellationToken.None);
        _segmentWriter = Snapshot.Segments is [.., var last] ? SegmentWriter.Reopen(_folder, last, _options) : null;
    }

    /// <summary>Closes the writer cleanly, after recording the full length of every segment in the collection file.</summary>
    public async Task CloseAsync()
    {
        await SaveAsync(BuildCollectionFile()).ConfigureAwait(false);
        Dispose();
    }

    public void Dispose() => _segmentWriter?.Dispose();

    private static void RemoveUnreferencedSegments(string folder, IEnumerable<(uint Id, long Length)> segments, IEnumerable<uint> removable)
    {
        foreach (var id in removable.Except(segments.Select(static s => s.Id)))
        {
            File.Delete(Path.Combine(folder, CollectionFile.SegmentName(id)));
        }
    }

    /// <summary>Reserves the id of a new segment: the next one whose file name is free.</summary>
    private async Task<uint> ReserveAsync()
    {
        var id = Snapshot.Segments.Select(static s => s.Id).Concat(_removable).DefaultIfEmpty(0u).Max() + 1;
        while (Path.Exists(Path.Combine(_folder, CollectionFile.SegmentName(id))))
        {
            id++;
        }

        _removable.Add(id);
        await SaveAsync(BuildCollectionFile()).ConfigureAwait(false);
        return id;
    }

    private Task CompactIfDueAsync(CancellationToken cancellationToken)
    {
        var (rows, dead) = (Snapshot.Rows, Snapshot.DeadRows);
        return dead >= _options.MinDeadRows && dead > rows - dead ? CompactAsync(cancellationToken) : Task.CompletedTask;
    }

    private async Task AppendAsync(BlockBuilder builder, CancellationToken cancellationToken)
    {
        if (builder.Bytes > MaxBatchBytes)
        {
            throw new LibraryException("record_refused", $"Writing vectors to {_folder}: the batch of {builder.Rows} records is larger than 1 GiB. Write smaller batches.");
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (_segmentWriter is null || (_segmentWriter.Length > 0 && _segmentWriter.Length + builder.Bytes > _options.SegmentBytes))
        {
            await StartSegmentAsync().ConfigureAwait(false);
        }

        var (offset, header) = _segmentWriter!.Write(builder);
        _segmentWriter.Flush();
        var segment = Snapshot.Segments[^1];
        if (_segmentWriter.Size > segment.Map.Length)
        {
            segment = segment with { Map = SegmentMap.Open(segment.Map.Path) };
        }

        _collection.ReplaceSnapshot(
            Snapshot.Replace(segment.Append(new Block(offset, segment.Rows, header))).MarkDead(builder.DeadRows));
    }

    /// <summary>Starts the next segment, whose file is durable before the collection file lists it.</summary>
    private async Task StartSegmentAsync()
    {
        var id = await ReserveAsync().ConfigureAwait(false);
        _segmentWriter?.Dispose();
        _segmentWriter = SegmentWriter.Create(_folder, id, _options);
        _segmentWriter.Flush();
        NativeFile.Flush(_folder);
        var file = BuildCollectionFile();
        _removable.Remove(id);
        await SaveAsync(file with { Segments = [.. file.Segments, (id, 0)] }).ConfigureAwait(false);
        _collection.Refresh(thorough: false);
    }

    private CollectionFile BuildCollectionFile() => Snapshot.File with { Segments = [.. Snapshot.Segments.Select(static s => (s.Id, s.Length))] };

    private Task<bool> SaveAsync(CollectionFile file) => AtomicFile.WriteAsync(
        Path.Combine(_folder, CollectionFile.FileName),
        (stream, token) => stream.WriteAsync((file with { Removable = [.. _removable.Order()] }).ToJson(), token).AsTask(),
        CancellationToken.None);
}
