using Reelmill.Library.Artifacts.Disk;

namespace Reelmill.Library.Vectors.Embedded;

/// <summary>Copies the rows that count into new segments. Until the collection's file names these, nothing has changed.</summary>
internal static class Compaction
{
    private const int RowsInBlock = 1000;

    /// <summary>Writes the new segments, with ids from <paramref name="reserve"/>, and gives the file that names them.</summary>
    public static async Task<CollectionFile> RunAsync(
        SnapshotLease data, string folder, EmbeddedOptions options, Func<Task<uint>> reserve, CancellationToken cancellationToken) =>
        await Task.Run(() => CopyAsync(data, folder, options, reserve, cancellationToken), cancellationToken).ConfigureAwait(false);

    private static async Task<CollectionFile> CopyAsync(
        SnapshotLease data, string folder, EmbeddedOptions options, Func<Task<uint>> reserve, CancellationToken cancellationToken)
    {
        var segments = new List<(uint, long)>();
        SegmentFile? file = null;
        try
        {
            foreach (var builder in Blocks(data, cancellationToken))
            {
                if (file is null || file.Length + builder.Bytes > options.SegmentBytes)
                {
                    End(file, segments);
                    file = SegmentFile.Create(folder, await reserve().ConfigureAwait(false), options);
                }

                file.Write(builder);
            }

            End(file, segments);
            NativeFile.Flush(folder);
            return data.Snapshot.File with { Segments = segments };
        }
        finally
        {
            file?.Dispose();
        }
    }

    private static void End(SegmentFile? file, List<(uint, long)> segments)
    {
        if (file is not null)
        {
            file.Flush();
            segments.Add((file.Id, file.Length));
            file.Dispose();
        }
    }

    private static IEnumerable<BlockBuilder> Blocks(SnapshotLease data, CancellationToken cancellationToken)
    {
        var builder = new BlockBuilder(data.Snapshot.File.Dimension);
        for (var s = 0; s < data.Snapshot.Segments.Length; s++)
        {
            var segment = data.Snapshot.Segments[s];
            for (var b = 0; b < segment.BlockCount; b++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Copy(segment, segment.Blocks[b], data.MapOf(s), builder);
                if (builder.Rows >= RowsInBlock)
                {
                    yield return builder;
                    builder = new BlockBuilder(data.Snapshot.File.Dimension);
                }
            }
        }

        if (builder.Rows > 0)
        {
            yield return builder;
        }
    }

    private static void Copy(VectorSegment segment, Block block, MapLease map, BlockBuilder builder)
    {
        var vectors = block.Vectors(map);
        var stride = block.Header.Stride;
        for (var i = 0; i < block.Header.Rows; i++)
        {
            if (!segment.IsDead(block.FirstRow + i))
            {
                builder.Add(vectors.Slice(i * stride, stride), block.Text(map, i));
            }
        }
    }
}
