using Reelmill.Library.Vectors;
using Reelmill.Library.Vectors.Embedded;
using Reelmill.Testing;

namespace Reelmill.Library.Tests.Vectors.Embedded;

/// <summary>A library with one collection, and what tests do to its files.</summary>
public abstract class EmbeddedFixture : IDisposable
{
    private protected const string Name = "faces";
    private protected const int Dimension = 5;

    /// <summary>So small that a few batches make segments, and files grow often.</summary>
    private protected static readonly EmbeddedOptions SmallOptions = new() { SegmentBytes = 4000, MaxGrowthBytes = 4096, MinDeadRows = 20 };

    private protected TempFolder Temp { get; } = new();

    private protected string Library => Temp["library"];

    private protected static string GetFolder(string library) => Path.Combine(library, "vectors", Name);

    private protected static async Task<EmbeddedStore> OpenAsync(string library, EmbeddedOptions? options = null)
    {
        var store = new EmbeddedStore(library, options ?? SmallOptions);
        await store.CreateAsync(Name, Dimension, SampleVectors.Embedder, default);
        return store;
    }

    private protected static VectorRecord CreateRecord(string id, int seed) => SampleVectors.CreateRecord(
        id, new VectorMetadata($"{seed}.jpg", seed), SampleVectors.CreateVector(new Random(seed), Dimension, 1));

    /// <summary>Batch n: three records that say n.</summary>
    private protected static VectorRecord[] CreateBatch(int number) =>
        [.. Enumerable.Range(0, 3).Select(i => CreateRecord($"{number:00}-{i}", number))];

    /// <summary>What the library's folder is while a process has it open: what a kill leaves.</summary>
    private protected string CopyLibrary(string name)
    {
        var copy = Temp[name];
        foreach (var file in Directory.GetFiles(Library, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(LibraryLayout.Lock, StringComparison.Ordinal)))
        {
            var to = Path.Combine(copy, Path.GetRelativePath(Library, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }

        return copy;
    }

    /// <summary>All that a search tells, as one text.</summary>
    private protected static async Task<string> DumpAsync(IVectorStore store) =>
        Format(await store.SearchAsync(Name, new float[] { 1, 2, 3, 4, 5 }, 1000, filter: null, exact: false, default));

    private protected static string Format(VectorHits hits) => string.Join('\n', hits.Select(h => $"{h.Id} {h.Score} {h.Metadata.Source} {h.Metadata.TimeMs}"));

    public void Dispose()
    {
        Temp.Dispose();
        GC.SuppressFinalize(this);
    }
}
