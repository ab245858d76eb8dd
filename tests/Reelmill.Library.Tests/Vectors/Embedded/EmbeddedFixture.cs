using Reelmill.Library.Vectors;
using Reelmill.Library.Vectors.Embedded;
using Reelmill.Testing;

namespace Reelmill.Library.Tests.Vectors.Embedded;

/// <summary>A library with one collection, and helpers that read and copy its files.</summary>
public abstract class EmbeddedFixture : IDisposable
{
    private protected const string Name = "faces";
    private protected const int Dimension = 5;

    /// <summary>Sizes so small that a few batches fill a segment, and files grow often.</summary>
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

    /// <summary>Creates batch n: three records with the number n in their ids and metadata.</summary>
    private protected static VectorRecord[] CreateBatch(int number) =>
        [.. Enumerable.Range(0, 3).Select(i => CreateRecord($"{number:00}-{i}", number))];

    /// <summary>Copies the library folder while the library is open, as a kill would leave it.</summary>
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

    /// <summary>Formats all records of the collection as one string, in result order.</summary>
    private protected static async Task<string> DumpAsync(IVectorStore store) =>
        Format(await store.SearchAsync(Name, new float[] { 1, 2, 3, 4, 5 }, 1000, filter: null, exact: false, default));

    private protected static string Format(VectorHits hits) => string.Join('\n', hits.Select(h => $"{h.Id} {h.Score} {h.Metadata.Source} {h.Metadata.TimeMs}"));

    public void Dispose()
    {
        Temp.Dispose();
        GC.SuppressFinalize(this);
    }
}
