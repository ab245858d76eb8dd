using Reelmill.Library.Files;

namespace Reelmill.Library.Vectors.Embedded;

/// <summary>Copies the live rows into new segments. The collection is unchanged until the collection file lists the new segments.</summary>
internal static class Compaction
{
    private const int RowsPerBlock = 1000;

    /// <summary>Writes new segments, with ids from <paramref name="reserve"/>, and returns the collection file that lists them.</summary>
    public static async Task<CollectionFile> RunAsync(
        SnapshotLease data, string folder, EmbeddedOptions options, Func<Task<uint>> reserve, CancellationToken cancellationToken) =>
        await Task.Run(() => CopyAsync(data, folder, options, reserve, cancellationToken), cancellationToken).ConfigureAwait(false);

    private static async Task<CollectionFile> CopyAsync(
        SnapshotLease data, string folder, EmbeddedOptions options, Func<Task<uint>> reserve, CancellationToken cancellationToken)
    {
        var segments = new List<(uint, long)>();
        SegmentWriter? file = null;
        try
        {
            foreach (var builder in BuildBlocks(data, cancellationToken))
            {
                if (file is null || file.Length + builder.Bytes > options.SegmentBytes)
                {
                    FinishSegment(file, segments);
                    file = SegmentWriter.Create(folder, await reserve().ConfigureAwait(false), options);
                }

                file.Write(builder);
            }

            FinishSegment(file, segments);
            NativeFile.Flush(folder);
            return data.Snapshot.File with { Segments = segments };
        }
        finally
        {
            file?.Dispose();
        }
    }

    private static void FinishSegment(SegmentWriter? file, List<(uint, long)> segments)
    {
        if (file is not null)
        {
            file.Flush();
            segments.Add((file.Id, file.Length));
            file.Dispose();
        }
    }

    private static IEnumerable<BlockBuilder> BuildBlocks(SnapshotLease data, CancellationToken cancellationToken)
    {
        var builder = new BlockBuilder(data.Snapshot.File.Dimension);
        for (var s = 0; s < data.Snapshot.Segments.Length; s++)
        {
            var segment = data.Snapshot.Segments[s];
            for (var b = 0; b < segment.BlockCount; b++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                CopyLiveRows(segment, segment.Blocks[b], data.GetMap(s), builder);
                if (builder.Rows >= RowsPerBlock)
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

    private static void CopyLiveRows(VectorSegment segment, Block block, MapLease map, BlockBuilder builder)
    {
        var vectors = block.GetVectors(map);
        var stride = block.Header.Stride;
        for (var i = 0; i < block.Header.Rows; i++)
        {
            if (!segment.IsDead(block.FirstRow + i))
            {
                builder.Add(vectors.Slice(i * stride, stride), block.GetPayload(map, i));
            }
        }
    }
}
