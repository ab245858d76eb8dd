using System.Buffers;
using System.Text;
using Reelmill.Library.Artifacts.Disk;

namespace Reelmill.Library.Vectors.Embedded;

/// <summary>Writes to one collection. Used by one call at a time; after a failure another one is opened.</summary>
internal sealed class CollectionWriter : IDisposable
{
    private const long MostBatchBytes = 1L << 30;

    private readonly EmbeddedCollection _collection;
    private readonly string _folder;
    private readonly EmbeddedOptions _options;
    private readonly ArrayBufferWriter<byte> _text = new();

    // The collection's file names a segment here before its file comes to be, and before another takes its place.
    private readonly HashSet<uint> _removable = [];
    private RowIndex _index;
    private SegmentFile? _file;

    private CollectionWriter(EmbeddedCollection collection, string folder, EmbeddedOptions options, RowIndex index) =>
        (_collection, _folder, _options, _index) = (collection, folder, options, index);

    private Snapshot Snapshot => _collection.Current;

    /// <summary>Looks at all that is there, removes what a crash left and goes on after it.</summary>
    public static async Task<CollectionWriter> OpenAsync(
        EmbeddedCollection collection, string folder, EmbeddedOptions options, CancellationToken cancellationToken)
    {
        var snapshot = collection.Refresh(thorough: true);
        RemoveStrays(folder, snapshot.File.Segments, snapshot.File.Removable);
        var writer = await Task.Run(
            () =>
            {
                using var data = snapshot.Hold();
                return new CollectionWriter(collection, folder, options, RowIndex.Read(data, cancellationToken));
            },
            cancellationToken).ConfigureAwait(false);
        if (snapshot.Segments is [.., var last])
        {
            writer._file = SegmentFile.Continue(folder, last, options);
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
            _text.ResetWrittenCount();
            RowText.Write(_text, batch.Records[i]);
            keys[i] = RowIndex.KeyOf(RowText.IdBytes(_text.WrittenSpan));
            builder.Add(batch.Unit(i).Span, _text.WrittenSpan);
            if (_index.TryFind(keys[i], out var place))
            {
                builder.Bury(place);
            }
        }

        await AppendAsync(builder, cancellationToken).ConfigureAwait(false);
        var segment = Snapshot.Segments[^1];
        for (var i = 0; i < keys.Length; i++)
        {
            _index.Set(keys[i], new RowPlace(segment.Id, segment.Rows - keys.Length + i));
        }
    }

    public async Task DeleteAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        await CompactIfDueAsync(cancellationToken).ConfigureAwait(false);
        var builder = new BlockBuilder(Snapshot.File.Dimension);
        var keys = ids.Select(static id => RowIndex.KeyOf(Encoding.UTF8.GetBytes(id))).Distinct().ToArray();
        foreach (var key in keys)
        {
            if (_index.TryFind(key, out var place))
            {
                builder.Bury(place);
            }
        }

        if (builder.Dead.Count > 0)
        {
            await AppendAsync(builder, cancellationToken).ConfigureAwait(false);
            Array.ForEach(keys, _index.Remove);
        }
    }

    /// <summary>Writes what counts once more and leaves out what does not.</summary>
    public async Task CompactAsync(CancellationToken cancellationToken)
    {
        CollectionFile file;
        using (var data = Snapshot.Hold())
        {
            file = await Compaction.RunAsync(data, _folder, _options, ReserveAsync, cancellationToken).ConfigureAwait(false);
        }

        _removable.ExceptWith(file.Segments.Select(static s => s.Id));
        _removable.UnionWith(Snapshot.Segments.Select(static s => s.Id));
        await SaveAsync(file).ConfigureAwait(false);
        _file?.Dispose();
        _file = null;
        _collection.Refresh(thorough: true);
        RemoveStrays(_folder, file.Segments, _removable);
        _removable.Clear();
        using var now = Snapshot.Hold();
        _index = RowIndex.Read(now, CancellationToken.None);
        _file = Snapshot.Segments is [.., var last] ? SegmentFile.Continue(_folder, last, _options) : null;
    }

    /// <summary>Ends in order: the collection's file then vouches for everything.</summary>
    public async Task CloseAsync()
    {
        await SaveAsync(Vouch()).ConfigureAwait(false);
        Dispose();
    }

    public void Dispose() => _file?.Dispose();

    private static void RemoveStrays(string folder, IEnumerable<(uint Id, long Length)> segments, IEnumerable<uint> removable)
    {
        foreach (var id in removable.Except(segments.Select(static s => s.Id)))
        {
            File.Delete(Path.Combine(folder, CollectionFile.SegmentName(id)));
        }
    }

    /// <summary>Gives the id of a segment to be written: the next whose name is free or the collection's own.</summary>
    private async Task<uint> ReserveAsync()
    {
        var id = Snapshot.Segments.Select(static s => s.Id).Concat(_removable).DefaultIfEmpty(0u).Max() + 1;
        while (Path.Exists(Path.Combine(_folder, CollectionFile.SegmentName(id))))
        {
            id++;
        }

        _removable.Add(id);
        await SaveAsync(Vouch()).ConfigureAwait(false);
        return id;
    }

    private Task CompactIfDueAsync(CancellationToken cancellationToken)
    {
        var (rows, dead) = (Snapshot.Rows, Snapshot.DeadRows);
        return dead >= _options.LeastDead && dead > rows - dead ? CompactAsync(cancellationToken) : Task.CompletedTask;
    }

    private async Task AppendAsync(BlockBuilder builder, CancellationToken cancellationToken)
    {
        if (builder.Bytes > MostBatchBytes)
        {
            throw new LibraryException("record_refused", $"Writing vectors to {_folder}: a batch of {builder.Rows} is larger than 1 GiB. Write fewer at once.");
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (_file is null || (_file.Length > 0 && _file.Length + builder.Bytes > _options.SegmentBytes))
        {
            await RollAsync().ConfigureAwait(false);
        }

        var (offset, header) = _file!.Write(builder);
        _file.Flush();
        var segment = Snapshot.Segments[^1];
        if (_file.Size > segment.Map.Length)
        {
            segment = segment with { Map = SegmentMap.Open(segment.Map.Path) };
        }

        _collection.Adopt(
            Snapshot.Replace(segment.Append(new Block(offset, segment.Rows, header))).Bury(builder.Dead));
    }

    /// <summary>Begins the next segment: its file is durable before the collection's file names it.</summary>
    private async Task RollAsync()
    {
        var id = await ReserveAsync().ConfigureAwait(false);
        _file?.Dispose();
        _file = SegmentFile.Create(_folder, id, _options);
        _file.Flush();
        NativeFile.Flush(_folder);
        var file = Vouch();
        _removable.Remove(id);
        await SaveAsync(file with { Segments = [.. file.Segments, (id, 0)] }).ConfigureAwait(false);
        _collection.Refresh(thorough: false);
    }

    private CollectionFile Vouch() => Snapshot.File with { Segments = [.. Snapshot.Segments.Select(static s => (s.Id, s.Length))] };

    private Task<bool> SaveAsync(CollectionFile file) => AtomicFile.WriteAsync(
        Path.Combine(_folder, CollectionFile.FileName),
        (stream, token) => stream.WriteAsync((file with { Removable = [.. _removable.Order()] }).ToJson(), token).AsTask(),
        CancellationToken.None);
}
