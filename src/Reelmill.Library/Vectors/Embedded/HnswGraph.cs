using System.Runtime.InteropServices;
using Reelmill.Core;

namespace Reelmill.Library.Vectors.Embedded;

/// <summary>USearch's HNSW graph over vectors of length 1: the only class that calls its native library.</summary>
/// <remarks>
/// Vectors are kept as 16-bit floats and compared by their inner product. A graph is either built, by one thread, or viewed
/// in a mapped file, by as many threads at once as there are processors: the library does not check that, this class does.
/// The package's own managed class cannot view a buffer, and so could not be kept from a file that changed after its check.
/// </remarks>
internal sealed unsafe partial class HnswGraph : SafeHandle
{
    private const string Library = "libusearch_c";
    private const int InnerProduct = 2;
    private const int Float32 = 1;
    private const int Float16 = 3;

    /// <summary>How many candidates a search looks at, at least: the library's default of 64 misses more where vectors are evenly spread.</summary>
    private const int Expansion = 128;

    private static readonly Lazy<string?> LoadProblem = new(FindProblem);

    private MapLease? _map;
    private readonly SemaphoreSlim _turns = new(Environment.ProcessorCount);

    private HnswGraph(int dimension, MapLease? map)
        : base(0, ownsHandle: true)
    {
        _map = map;
        var options = new Options { Metric = InnerProduct, Scalar = Float16, Dimension = (ulong)dimension };
        handle = Create(&options, out var error);
        Check(error);
    }

    /// <summary>Why the native library cannot be used; null when it can.</summary>
    public static string? Problem => LoadProblem.Value;

    public override bool IsInvalid => handle == 0;

    /// <summary>The length of the graph's bytes.</summary>
    public long Length => (long)SerializedLength(this, out _);

    /// <summary>An empty graph with room for vectors. Added in the same order, they give the same bytes on every machine with the same instructions.</summary>
    /// <exception cref="PipelineException"><c>index_unavailable</c>: the native library cannot be used.</exception>
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

    /// <summary>The graph whose bytes a mapped file begins with.</summary>
    /// <param name="dimension">How many numbers its vectors have.</param>
    /// <param name="map">The file, whose bytes were checked: the library follows whatever they say. The graph disposes it, unless this fails.</param>
    /// <param name="length">The length of the graph's bytes.</param>
    /// <exception cref="PipelineException"><c>index_unavailable</c>.</exception>
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

    /// <summary>Adds a vector. Called by one thread at a time.</summary>
    public void Add(ulong key, ReadOnlySpan<float> unit)
    {
        fixed (float* vector = unit)
        {
            Add(this, key, vector, Float32, out var error);
            Check(error);
        }
    }

    /// <summary>Writes the graph's bytes to a file, which need not be durable.</summary>
    public void Save(string path)
    {
        Save(this, path, out var error);
        if (error is not null)
        {
            throw new IOException(Marshal.PtrToStringUTF8((nint)error));
        }
    }

    /// <summary>The keys of vectors near a query, about nearest first.</summary>
    public ulong[] Search(ReadOnlySpan<float> query, int count, CancellationToken cancellationToken)
    {
        var (keys, distances) = (new ulong[count], new float[count]);
        _turns.Wait(cancellationToken);
        try
        {
            fixed (float* vector = query)
            fixed (ulong* to = keys)
            fixed (float* beside = distances)
            {
                var found = Search(this, vector, Float32, (nuint)count, to, beside, out var error);
                Check(error);
                return keys[..(int)found];
            }
        }
        finally
        {
            _turns.Release();
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
        if (Problem is { } problem)
        {
            throw new PipelineException("index_unavailable", $"Using the index of a collection: {problem} Without it searches are exact.");
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

    private static string? FindProblem()
    {
        try
        {
            _ = Version();
            return null;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            return $"the native library of USearch ({Library}) does not load on {RuntimeInformation.RuntimeIdentifier}. It is there for Linux and Windows on x64 and for macOS on arm64, and on Linux it needs libgomp1 and libstdc++6.";
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
            throw new PipelineException("index_failed", $"Using the index of a collection: USearch says: {Marshal.PtrToStringUTF8((nint)error)}.");
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
