using System.Runtime.InteropServices;
using Reelmill.Core;
using Reelmill.Library.Artifacts.Disk;

namespace Reelmill.Library.Vectors.Embedded;

/// <summary>The file of an index, mapped and checked: USearch reads its vectors and edges where they are.</summary>
/// <param name="description">What it says of itself.</param>
/// <param name="graph">The graph.</param>
internal sealed class HnswIndex(HnswDescription description, HnswGraph graph) : IDisposable
{
    public const string FileName = "hnsw.index";

    private const int ChunkBytes = 32 << 20;

    public HnswDescription Description => description;

    /// <summary>The file of an index that is being built.</summary>
    public static string DraftOf(string path) => Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.tmp");

    /// <summary>Opens a file whose description was read; null when its bytes are not those that were written.</summary>
    /// <exception cref="PipelineException"><c>index_unavailable</c> or <c>index_failed</c>.</exception>
    public static HnswIndex? Open(string path, HnswDescription description)
    {
        using var map = Map(path);
        var lease = map.Hold();
        try
        {
            if (lease.Length < description.Length || SumOf(lease, description.Length) != description.Sum)
            {
                lease.Dispose();
                return null;
            }

            return new HnswIndex(description, HnswGraph.View(description.Dimension, lease, description.Length));
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    /// <summary>Maps the file past the lock of a build, which keeps other builds out and no search.</summary>
    public static SegmentMap Map(string path)
    {
        using var handle = NativeFile.OpenForReading(path);
        return SegmentMap.Of(path, handle);
    }

    /// <summary>The checksum of a graph's bytes, on all processors: a flipped bit could lead the library anywhere.</summary>
    public static uint SumOf(MapLease map, long length)
    {
        var sums = new uint[(length + ChunkBytes - 1) / ChunkBytes];
        Parallel.For(0, sums.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            var begin = (long)i * ChunkBytes;
            sums[i] = Checksum.Of(map.Slice(begin, (int)Math.Min(ChunkBytes, length - begin)));
        });
        return Checksum.Of(MemoryMarshal.AsBytes(sums.AsSpan()));
    }

    public static ulong KeyOf(int segment, int row) => ((ulong)segment << 32) | (uint)row;

    /// <summary>The places of rows near a query: the segment's place in the description, and the row's in the segment.</summary>
    /// <exception cref="ObjectDisposedException">Another index has taken the place of this one.</exception>
    public IEnumerable<(int Segment, int Row)> Search(ReadOnlySpan<float> query, int count, CancellationToken cancellationToken) =>
        graph.Search(query, count, cancellationToken).Select(static key => ((int)(key >> 32), (int)(uint)key));

    public void Dispose() => graph.Dispose();
}
