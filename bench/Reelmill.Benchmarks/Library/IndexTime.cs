using System.Diagnostics;
using System.Globalization;
using Reelmill.Library.Vectors;

namespace Reelmill.Benchmarks.Library;

/// <summary>Searches of the embedded store with its index beside exact ones, over the same collection in one process.</summary>
internal static class IndexTime
{
    private const string Name = "bench";
    private const int Batch = 200;

    /// <summary>Fills a collection unless it is there, builds its index, and searches in turn with it and exactly.</summary>
    /// <param name="folder">The library.</param>
    /// <param name="rows">How many vectors.</param>
    /// <param name="dimension">How many numbers each has.</param>
    /// <param name="clusters">How many clusters they are in; 1 for directions that are spread evenly around one, which are the hardest.</param>
    /// <param name="rounds">How many searches count; medians are told.</param>
    /// <param name="to">Takes a line for each figure.</param>
    public static async Task MeasureAsync(string folder, int rows, int dimension, int clusters, int rounds, TextWriter to)
    {
        var centers = Centers(clusters, dimension);
        await FillAsync(folder, rows, dimension, centers);
        var clock = Stopwatch.StartNew();
        var built = await VectorIndex.BuildAsync(folder, Name, minRecords: 1, progress: null, default);
        var memory = Process.GetCurrentProcess().PeakWorkingSet64 >> 20;
        var size = new FileInfo(Directory.GetFiles(folder, "hnsw.index", SearchOption.AllDirectories).Single()).Length;
        await to.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{rows} of {dimension}: built in {clock.Elapsed.TotalSeconds:0} s ({rows / clock.Elapsed.TotalSeconds:0}/s, the recall included), {size / 1e6:0} MB, recall {built.Index!.Recall:0.0000}, peak {memory} MiB"));

        await using var store = VectorStores.Open(VectorStores.EmbeddedName, folder);
        clock.Restart();
        await store.SearchAsync(Name, Like(new Random(8), centers), 10, filter: null, exact: false, default);
        await to.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"first approximate result of a store: {clock.Elapsed.TotalMilliseconds:0} ms"));
        foreach (var filter in new[] { null, VectorFilter.Parse("half=1"), VectorFilter.Parse("rare=1") })
        {
            await SearchAsync(store, centers, filter, rounds, to);
        }
    }

    /// <summary>One search of a process that has just started.</summary>
    /// <param name="folder">What <see cref="MeasureAsync"/> has left.</param>
    /// <param name="exact">Whether the index stays unused.</param>
    /// <param name="to">Takes the line.</param>
    public static async Task FirstAsync(string folder, bool exact, TextWriter to)
    {
        var clock = Stopwatch.StartNew();
        await using var store = VectorStores.Open(VectorStores.EmbeddedName, folder);
        var collection = (await store.ListAsync(default)).Single();
        var opened = clock.Elapsed;
        var hits = await store.SearchAsync(Name, Like(new Random(8), Centers(1, collection.Dimension)), 10, filter: null, exact, default);
        await to.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"approximate {hits.IsApproximate}: open {opened.TotalMilliseconds:0} ms, first result {clock.Elapsed.TotalMilliseconds:0} ms"));
    }

    private static async Task FillAsync(string folder, int rows, int dimension, float[][] centers)
    {
        await using var store = VectorStores.Open(VectorStores.EmbeddedName, folder);
        var there = (await store.CreateAsync(Name, dimension, "bench 1", default)).Count;
        var random = new Random(1);
        for (var first = 0; there == 0 && first < rows; first += Batch)
        {
            await store.UpsertAsync(Name, [.. Enumerable.Range(first, Batch).Select(i => Record(i, Like(random, centers)))], default);
        }
    }

    private static async Task SearchAsync(IVectorStore store, float[][] centers, VectorFilter? filter, int rounds, TextWriter to)
    {
        var random = new Random(2);
        var (near, exact, found, approximate) = (new double[rounds], new double[rounds], 0, 0);
        for (var i = -3; i < rounds; i++)
        {
            var query = Like(random, centers);
            var clock = Stopwatch.StartNew();
            var a = await store.SearchAsync(Name, query, 10, filter, exact: false, default);
            var first = clock.Elapsed;
            var b = await store.SearchAsync(Name, query, 10, filter, exact: true, default);
            if (i >= 0)
            {
                (near[i], exact[i]) = (first.TotalMilliseconds, (clock.Elapsed - first).TotalMilliseconds);
                found += a.Count(h => h.Score >= b[^1].Score);
                approximate += a.IsApproximate ? 1 : 0;
            }
        }

        await to.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"search {filter?.ToString() ?? "all"}: {Median(near):0.00} ms, exact {Median(exact):0.00} ms, recall {found / (10.0 * rounds):0.0000}, {approximate} of {rounds} approximate"));
    }

    private static VectorRecord Record(int i, float[] vector) => new(
        i.ToString("x8", CultureInfo.InvariantCulture),
        vector,
        new VectorMetadata($"videos/{i / 100}.mp4", i * 1000L, Fields: new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["half"] = (i % 2).ToString(CultureInfo.InvariantCulture),
            ["rare"] = i % 1000 == 7 ? "1" : "0",
        }));

    private static float[][] Centers(int clusters, int dimension)
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, clusters).Select(_ => Numbers(random, dimension))];
    }

    /// <summary>As far from its cluster's center as the center is from nothing.</summary>
    private static float[] Like(Random random, float[][] centers)
    {
        var center = centers[random.Next(centers.Length)];
        return [.. Numbers(random, center.Length).Zip(center, static (x, y) => x + y)];
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

    private static float[] Numbers(Random random, int dimension) => [.. Enumerable.Range(0, dimension).Select(_ => (random.NextSingle() * 2) - 1)];
}
