using Reelmill.Library.Vectors;

namespace Reelmill.Library.Tests.Vectors;

/// <summary>Creates sample vectors and computes expected results.</summary>
internal static class SampleVectors
{
    public const string Embedder = "descriptor 1";

    public static VectorRecord CreateRecord(string id, params float[] vector) => new(id, vector, new VectorMetadata($"{id}.jpg"));

    public static VectorRecord CreateRecord(string id, VectorMetadata metadata, params float[] vector) => new(id, vector, metadata);

    /// <summary>Creates clustered vectors, like embeddings of images. The same seed gives the same vectors.</summary>
    public static VectorRecord[] CreateClustered(int count, int dimension, int seed = 1)
    {
        var random = new Random(seed);
        var centers = Enumerable.Range(0, 20).Select(_ => CreateVector(random, dimension, 1)).ToArray();
        return
        [
            .. Enumerable.Range(0, count).Select(i =>
            {
                var center = centers[random.Next(centers.Length)];
                var vector = CreateVector(random, dimension, 0.5f).Zip(center, static (a, b) => a + b).ToArray();
                return CreateRecord($"v{i:000000}", new VectorMetadata($"{i}.jpg", i), vector);
            }),
        ];
    }

    /// <summary>Finds the nearest neighbors by brute force in double precision: the expected result of a search.</summary>
    public static IReadOnlyList<(string Id, double Score)> FindExact(IEnumerable<VectorRecord> records, float[] query, int count) =>
    [
        .. records.Select(r => (r.Id, Score: Cosine(r.Vector.Span, query)))
            .OrderByDescending(static r => r.Score).ThenBy(static r => r.Id, StringComparer.Ordinal).Take(count),
    ];

    /// <summary>Measures the recall of a store's searches.</summary>
    public static async Task<double> RecallAsync(IVectorStore store, string collection, IReadOnlyList<VectorRecord> records, IReadOnlyList<float[]> queries, int count)
    {
        var found = 0;
        foreach (var query in queries)
        {
            var hits = await store.SearchAsync(collection, query, count, filter: null, exact: false, default);
            found += FindExact(records, query, count).Select(static e => e.Id).Intersect(hits.Select(static h => h.Id), StringComparer.Ordinal).Count();
        }

        return found / (double)(count * queries.Count);
    }

    public static float[] CreateVector(Random random, int dimension, float scale) =>
        [.. Enumerable.Range(0, dimension).Select(_ => ((random.NextSingle() * 2) - 1) * scale)];

    private static double Cosine(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double dot = 0, aa = 0, bb = 0;
        for (var i = 0; i < a.Length; i++)
        {
            dot += (double)a[i] * b[i];
            aa += (double)a[i] * a[i];
            bb += (double)b[i] * b[i];
        }

        return dot / Math.Sqrt(aa * bb);
    }
}
