using System.Runtime.InteropServices;
using Reelmill.Core;

namespace Reelmill.Library.Vectors.Embedded;

/// <summary>USearch's HNSW graph of vectors of length 1. This is the only class that calls the native library.</summary>
/// <remarks>
/// Vectors are stored as 16-bit floats and compared by their inner product. A graph is either built by one thread, or
/// viewed in a mapped file by at most as many concurrent threads as there are processors. USearch does not enforce the
/// limit; this class does. The package's own managed class cannot view a buffer: it would reopen the file, which could
/// have changed after its checksum was verified.
/// </remarks>
internal sealed unsafe partial class HnswGraph : SafeHandle
{
    private const string Library = "libusearch_c";
    private const int InnerProduct = 2;
    private const int Float32 = 1;
    private const int Float16 = 3;

    /// <summary>The minimum number of candidates that a search considers (expansion). USearch's default of 64 has a lower recall where vectors are evenly spread.</summary>
    private const int Expansion = 128;

    private static readonly Lazy<string?> LazyLoadError = new(FindLoadError);

    private MapLease? _map;
    private readonly SemaphoreSlim _searchSlots = new(Environment.ProcessorCount);

    private HnswGraph(int dimension, MapLease? map)
        : base(0, ownsHandle: true)
    {
        _map = map;
        var options = new Options { Metric = InnerProduct, Scalar = Float16, Dimension = (ulong)dimension };
        handle = Create(&options, out var error);
        Check(error);
    }

    /// <summary>The reason why the native library cannot be loaded; null when it can.</summary>
    public static string? LoadError => LazyLoadError.Value;

    public override bool IsInvalid => handle == 0;

    /// <summary>The length of the serialized graph in bytes.</summary>
    public long Length => (long)SerializedLength(this, out _);

    /// <summary>Creates an empty graph with capacity for a number of vectors. The same vectors, added in the same order, give the same bytes on every machine with the same instruction set.</summary>
    /// <exception cref="PipelineException"><c>index_unavailable</c>: the native library cannot be loaded.</exception>
    public static HnswGraph Create(int dimension, long rows)
    {
        return Open(dimension, map: null, graph =>
        {
            graph.LimitThreads(1);
            Reserve(graph, (nuint)rows, out var error);
            Check(error);
            ChangeExpansion(graph, Expansion, out error);
            Check(error);
        });
    }

    /// <summary>Opens the serialized graph at the beginning of a mapped file.</summary>
    /// <param name="dimension">The dimension of the vectors.</param>
    /// <param name="map">The mapped file. The caller has verified its checksum, because USearch trusts the bytes. The graph disposes the lease, unless this call fails.</param>
    /// <param name="length">The length of the serialized graph in bytes.</param>
    /// <exception cref="PipelineException"><c>index_unavailable</c>: the native library cannot be loaded.</exception>
    public static HnswGraph View(int dimension, MapLease map, long length)
    {
        return Open(dimension, map, graph =>
        {
            graph.LimitThreads(Environment.ProcessorCount);
            ViewBuffer(graph, map.Start, (nuint)length, out var error);
            Check(error);
            ChangeExpansion(graph, Expansion, out error);
            Check(error);
        });
    }

    /// <summary>Adds a vector. Not thread-safe.</summary>
    public void Add(ulong key, ReadOnlySpan<float> unit)
    {
        fixed (float* vector = unit)
        {
            Add(this, key, vector, Float32, out var error);
            Check(error);
        }
    }

    /// <summary>Writes the serialized graph to a file, without flushing it to the disk.</summary>
    public void Save(string path)
    {
        Save(this, path, out var error);
        if (error is not null)
        {
            throw new IOException(Marshal.PtrToStringUTF8((nint)error));
        }
    }

    /// <summary>Finds the keys of vectors near a query vector, roughly nearest first.</summary>
    public ulong[] Search(ReadOnlySpan<float> query, int count, CancellationToken cancellationToken)
    {
        var (keys, distances) = (new ulong[count], new float[count]);
        _searchSlots.Wait(cancellationToken);
        try
        {
            fixed (float* vector = query)
            fixed (ulong* keyBuffer = keys)
            fixed (float* distanceBuffer = distances)
            {
                var found = Search(this, vector, Float32, (nuint)count, keyBuffer, distanceBuffer, out var error);
                Check(error);
                return keys[..(int)found];
            }
        }
        finally
        {
            _searchSlots.Release();
        }
    }

    protected override bool ReleaseHandle()
    {
        Free(handle, out _);
        _map?.Dispose();
        return true;
    }

    private static HnswGraph Open(int dimension, MapLease? map, Action<HnswGraph> prepare)
    {
        if (LoadError is { } problem)
        {
            throw new PipelineException("index_unavailable", $"Using the index of a collection: {problem} Without the library, searches are exact.");
        }

        var graph = new HnswGraph(dimension, map);
        try
        {
            prepare(graph);
            return graph;
        }
        catch
        {
            graph._map = null;
            graph.Dispose();
            throw;
        }
    }

    private static string? FindLoadError()
    {
        try
        {
            _ = Version();
            return null;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            return $"the native library of USearch ({Library}) does not load on {RuntimeInformation.RuntimeIdentifier}. It supports Linux and Windows on x64 and macOS on arm64; on Linux, install libgomp1 and libstdc++6.";
        }
    }

    private void LimitThreads(int threads)
    {
        ChangeAddThreads(this, (nuint)threads, out var error);
        Check(error);
        ChangeSearchThreads(this, (nuint)threads, out error);
        Check(error);
    }

    private static void Check(byte* error)
    {
        if (error is not null)
        {
            throw new PipelineException("index_failed", $"Using the index of a collection: USearch failed: {Marshal.PtrToStringUTF8((nint)error)}.");
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Options
    {
        public int Metric;
        public nint MetricFunction;
        public int Scalar;
        public ulong Dimension;
        public ulong Connectivity;
        public ulong ExpansionAdd;
        public ulong ExpansionSearch;
        public byte Multi;
    }

    [LibraryImport(Library, EntryPoint = "usearch_version")]
    private static partial byte* Version();

    [LibraryImport(Library, EntryPoint = "usearch_init")]
    private static partial nint Create(Options* options, out byte* error);

    [LibraryImport(Library, EntryPoint = "usearch_free")]
    private static partial void Free(nint graph, out byte* error);

    [LibraryImport(Library, EntryPoint = "usearch_change_expansion_search")]
    private static partial void ChangeExpansion(HnswGraph graph, nuint count, out byte* error);

    [LibraryImport(Library, EntryPoint = "usearch_change_threads_add")]
    private static partial void ChangeAddThreads(HnswGraph graph, nuint count, out byte* error);

    [LibraryImport(Library, EntryPoint = "usearch_change_threads_search")]
    private static partial void ChangeSearchThreads(HnswGraph graph, nuint count, out byte* error);

    [LibraryImport(Library, EntryPoint = "usearch_reserve")]
    private static partial void Reserve(HnswGraph graph, nuint rows, out byte* error);

    [LibraryImport(Library, EntryPoint = "usearch_add")]
    private static partial void Add(HnswGraph graph, ulong key, float* vector, int scalar, out byte* error);

    [LibraryImport(Library, EntryPoint = "usearch_serialized_length")]
    private static partial nuint SerializedLength(HnswGraph graph, out byte* error);

    [LibraryImport(Library, EntryPoint = "usearch_save", StringMarshalling = StringMarshalling.Utf8)]
    private static partial void Save(HnswGraph graph, string path, out byte* error);

    [LibraryImport(Library, EntryPoint = "usearch_view_buffer")]
    private static partial void ViewBuffer(HnswGraph graph, byte* bytes, nuint length, out byte* error);

    [LibraryImport(Library, EntryPoint = "usearch_search")]
    private static partial nuint Search(HnswGraph graph, float* query, int scalar, nuint count, ulong* keys, float* distances, out byte* error);
}
