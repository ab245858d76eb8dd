using System.Runtime.InteropServices;
using Reelmill.Core;
using Reelmill.Library.Files;

namespace Reelmill.Library.Vectors.Embedded;

/// <summary>An open index file, mapped and verified. USearch reads vectors and edges directly from the map.</summary>
/// <param name="description">The description at the end of the file.</param>
/// <param name="graph">The graph, which the index disposes.</param>
internal sealed class HnswIndex(HnswDescription description, HnswGraph graph) : IDisposable
{
    public const string FileName = "hnsw.index";

    private const int ChecksumPartBytes = 32 << 20;

    public HnswDescription Description => description;

    /// <summary>Returns the path of the file that a build writes before it replaces the index.</summary>
    public static string GetDraftPath(string path) => Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.tmp");

    /// <summary>Opens a file whose description was read; null when the checksum of the graph does not match.</summary>
    /// <exception cref="PipelineException"><c>index_unavailable</c> or <c>index_failed</c>.</exception>
    public static HnswIndex? Open(string path, HnswDescription description)
    {
        using var map = Map(path);
        var lease = map.AcquireLease();
        try
        {
            if (lease.Length < description.Length || ComputeChecksum(lease, description.Length) != description.Sum)
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

    /// <summary>Maps the file, ignoring the lock of a build: the lock excludes other builds, not searches.</summary>
    public static SegmentMap Map(string path)
    {
        using var handle = NativeFile.OpenForReading(path);
        return SegmentMap.Create(path, handle);
    }

    /// <summary>Computes the checksum of a serialized graph on all processors. A flipped bit could make USearch read arbitrary memory.</summary>
    public static uint ComputeChecksum(MapLease map, long length)
    {
        var sums = new uint[(length + ChecksumPartBytes - 1) / ChecksumPartBytes];
        Parallel.For(0, sums.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            var begin = (long)i * ChecksumPartBytes;
            sums[i] = Checksum.Compute(map.Slice(begin, (int)Math.Min(ChecksumPartBytes, length - begin)));
        });
        return Checksum.Compute(MemoryMarshal.AsBytes(sums.AsSpan()));
    }

    /// <summary>Packs the position of a row's segment and the row's number in it into a key of the graph.</summary>
    public static ulong EncodeKey(int segment, int row) => ((ulong)segment << 32) | (uint)row;

    /// <summary>Finds rows near a query vector: the position of the segment in the description, and the row's number in the segment.</summary>
    /// <exception cref="ObjectDisposedException">A newer index has replaced this one.</exception>
    public IEnumerable<(int Segment, int Row)> Search(ReadOnlySpan<float> query, int count, CancellationToken cancellationToken) =>
        graph.Search(query, count, cancellationToken).Select(static key => ((int)(key >> 32), (int)(uint)key));

    public void Dispose() => graph.Dispose();
}
