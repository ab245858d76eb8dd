using System.Diagnostics;
using System.Numerics.Tensors;
using Reelmill.Library.Vectors;
using Reelmill.Vision.Embedding;
using Reelmill.Vision.Models;
using Reelmill.Vision.Onnx;

namespace Reelmill.Benchmarks.Index;

/// <summary>
/// How many of the nearest vectors stores find, held against comparing all of them: embeddings of real pictures, each cut
/// in many ways, so that every one has near and far neighbours.
/// </summary>
internal sealed class Recall(string folder, int cuts, IReadOnlyList<string> stores, TextWriter output)
{
    private const string Collection = "recall";
    private const int Queries = 200;
    private const int InsertBatch = 200;
    private static readonly int[] Counts = [10, 100];

    public async Task CompareAsync()
    {
        await using var embedder = OnnxEmbedder.Open(await OnnxRuntime.LoadAsync().ConfigureAwait(false), ModelRegistry.Open(), "mobilenet-v2");
        var vectors = await new Cuts(folder, cuts).EmbedAsync(embedder).ConfigureAwait(false);
        await output.WriteLineAsync($"{vectors.Length} vectors of {embedder.Dimension}: {cuts} cuts of each picture, by {embedder.Name}; {Queries} queries").ConfigureAwait(false);
        var queries = Enumerable.Range(0, Queries).Select(i => i * vectors.Length / Queries).ToArray();
        var exact = queries.Select(q => Nearest(vectors, q)).ToArray();
        foreach (var store in stores)
        {
            await CompareAsync(store, embedder, vectors, queries, exact).ConfigureAwait(false);
        }
    }

    private async Task CompareAsync(string uri, OnnxEmbedder embedder, float[][] vectors, int[] queries, string[][] exact)
    {
        var scratch = Directory.CreateTempSubdirectory("reelmill-bench-").FullName;
        await using var store = VectorStores.Open(uri, scratch);
        await store.CreateAsync(Collection, embedder.Dimension, embedder.Name, default).ConfigureAwait(false);
        foreach (var some in vectors.Select(static (v, i) => new VectorRecord(NameOf(i), v, new VectorMetadata("cut"))).Chunk(InsertBatch))
        {
            await store.UpsertAsync(Collection, some, default).ConfigureAwait(false);
        }

        foreach (var count in Counts)
        {
            var (found, time) = (0, Stopwatch.StartNew());
            for (var i = 0; i < queries.Length; i++)
            {
                var hits = await store.SearchAsync(Collection, vectors[queries[i]], count, filter: null, exact: false, default).ConfigureAwait(false);
                found += hits.Select(static h => h.Id).Intersect(exact[i].Take(count), StringComparer.Ordinal).Count();
            }

            await output.WriteLineAsync(
                $"{uri.Split(':')[0]}: recall@{count} {found / (double)(count * queries.Length):0.0000}, {time.Elapsed.TotalMilliseconds / queries.Length:0.0} ms a search").ConfigureAwait(false);
        }

        await store.DropAsync(Collection, default).ConfigureAwait(false);
        Directory.Delete(scratch, recursive: true);
    }

    private static string[] Nearest(float[][] vectors, int query) => [.. Enumerable.Range(0, vectors.Length)
        .OrderByDescending(i => TensorPrimitives.Dot<float>(vectors[query], vectors[i])).ThenBy(static i => i).Take(Counts[^1]).Select(NameOf)];

    private static string NameOf(int index) => $"v{index:000000}";
}
