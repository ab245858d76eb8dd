using System.Diagnostics;
using System.Globalization;
using Reelmill.Library.Vectors;

namespace Reelmill.Benchmarks.Library;

/// <summary>The embedded store beside a SQLite file that holds the same rows, in turn in one process.</summary>
internal static class EmbeddedTime
{
    private const int Dimension = 512;
    private const int Batch = 200;
    private const string Name = "bench";

    /// <summary>Writes, replaces, deletes and searches; both hold the same rows and must find the same.</summary>
    /// <param name="folder">A folder that is not there yet.</param>
    /// <param name="rows">How many vectors.</param>
    /// <param name="rounds">How many searches count; medians are told.</param>
    /// <param name="to">Takes a line for each figure.</param>
    public static async Task MeasureAsync(string folder, int rows, int rounds, TextWriter to)
    {
        Directory.CreateDirectory(folder);
        var random = new Random(1);
        await using (var blocks = VectorStores.Open(VectorStores.EmbeddedName, folder))
        {
            await blocks.CreateAsync(Name, Dimension, "bench 1", default);
            using var sqlite = new SqliteVectors(Path.Combine(folder, "vectors.db"), Dimension);
            var inserts = Enumerable.Range(0, rows / Batch).Select(b => Records(random, b * Batch, 0)).ToArray();
            await CompareAsync("insert, rows/s", inserts, Batch, b => blocks.UpsertAsync(Name, b, default), sqlite.Upsert, to);
            var again = Enumerable.Range(0, 50).Select(b => Records(random, b * Batch, 1)).ToArray();
            await CompareAsync("replace, rows/s", again, Batch, b => blocks.UpsertAsync(Name, b, default), sqlite.Upsert, to);
            var ids = Enumerable.Range(50, 25).Select(b => Enumerable.Range(b * Batch, Batch).Select(Id).ToArray()).ToArray();
            await CompareAsync("delete, rows/s", ids, Batch, b => blocks.DeleteAsync(Name, b, default), sqlite.Delete, to);
        }

        await SearchAsync(folder, rounds, to);
        foreach (var part in new[] { "vectors", "vectors.db" })
        {
            var path = Path.Combine(folder, part);
            var bytes = File.Exists(path) ? new FileInfo(path).Length : Directory.GetFiles(path, "*", SearchOption.AllDirectories).Sum(static f => new FileInfo(f).Length);
            await to.WriteLineAsync($"size of {part}: {bytes / 1e6:0} MB");
        }
    }

    /// <summary>One search of a process that has just started: how long until its result, and what memory it took.</summary>
    /// <param name="folder">What <see cref="MeasureAsync"/> has left.</param>
    /// <param name="kind"><c>blocks</c>, <c>sqlite</c> or <c>copy</c>.</param>
    /// <param name="to">Takes the line.</param>
    public static async Task FirstAsync(string folder, string kind, TextWriter to)
    {
        var (query, clock) = (Numbers(new Random(9)), Stopwatch.StartNew());
        TimeSpan opened;
        if (kind == "blocks")
        {
            await using var blocks = VectorStores.Open(VectorStores.EmbeddedName, folder);
            await blocks.ListAsync(default);
            opened = clock.Elapsed;
            await blocks.SearchAsync(Name, query, 10, filter: null, exact: false, default);
        }
        else
        {
            using var sqlite = new SqliteVectors(Path.Combine(folder, "vectors.db"), Dimension);
            opened = clock.Elapsed;
            if (kind == "copy")
            {
                sqlite.Copy();
            }

            sqlite.Search(query, 10, filter: null);
        }

        var memory = File.ReadLines("/proc/self/status").Where(static l => l.StartsWith("VmHWM", StringComparison.Ordinal) || l.StartsWith("RssAnon", StringComparison.Ordinal));
        await to.WriteLineAsync($"{kind}: open {opened.TotalMilliseconds:0.0} ms, first result {clock.Elapsed.TotalMilliseconds:0.0} ms, {string.Join(", ", memory)}");
    }

    private static async Task SearchAsync(string folder, int rounds, TextWriter to)
    {
        await using var blocks = VectorStores.Open(VectorStores.EmbeddedName, folder);
        using var sqlite = new SqliteVectors(Path.Combine(folder, "vectors.db"), Dimension);
        using var copy = new SqliteVectors(Path.Combine(folder, "vectors.db"), Dimension);
        copy.Copy();
        foreach (var filter in new[] { null, VectorFilter.Parse("half=1"), VectorFilter.Parse("rare=1") })
        {
            var random = new Random(2);
            double[][] times = [new double[rounds], new double[rounds], new double[rounds]];
            for (var i = -3; i < rounds; i++)
            {
                var query = Numbers(random);
                IEnumerable<string> a = [], b = [], c = [];
                var ta = await TimeAsync(async () => a = [.. (await blocks.SearchAsync(Name, query, 10, filter, exact: false, default)).Select(static h => h.Id)]);
                var tb = await TimeAsync(() => Task.FromResult(b = sqlite.Search(query, 10, filter)));
                var tc = await TimeAsync(() => Task.FromResult(c = copy.Search(query, 10, filter)));
                if (!a.SequenceEqual(b, StringComparer.Ordinal) || !a.SequenceEqual(c, StringComparer.Ordinal))
                {
                    throw new InvalidOperationException($"They differ: {string.Join(' ', a)} | {string.Join(' ', b)} | {string.Join(' ', c)}");
                }

                if (i >= 0)
                {
                    (times[0][i], times[1][i], times[2][i]) = (ta, tb, tc);
                }
            }

            var (x, y, z) = (Median(times[0]), Median(times[1]), Median(times[2]));
            await to.WriteLineAsync($"search {filter?.ToString() ?? "all"}, ms: blocks {x:0.0}, sqlite {y:0.0} ({y / x:0.00}), sqlite with a copy {z:0.0} ({z / x:0.00})");
        }
    }

    private static async Task CompareAsync<T>(string what, T[] batches, int rows, Func<T, Task> blocks, Action<T> sqlite, TextWriter to)
    {
        double a = 0, b = 0;
        foreach (var batch in batches)
        {
            a += await TimeAsync(() => blocks(batch));
            b += await TimeAsync(() =>
            {
                sqlite(batch);
                return Task.CompletedTask;
            });
        }

        var all = batches.Length * rows * 1000.0;
        await to.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{what}: blocks {all / a:0}, sqlite {all / b:0} (time {b / a:0.00})"));
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var clock = Stopwatch.StartNew();
        await work();
        return clock.Elapsed.TotalMilliseconds;
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

    private static string Id(int i) => i.ToString("x8", CultureInfo.InvariantCulture);

    private static VectorRecord[] Records(Random random, int first, int version) => [.. Enumerable.Range(first, Batch).Select(i => new VectorRecord(
        Id(i),
        Numbers(random),
        new VectorMetadata($"videos/{i / 100}.mp4", i * 1000L, Fields: new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["half"] = (i % 2).ToString(CultureInfo.InvariantCulture),
            ["rare"] = i % 1000 == 7 ? "1" : "0",
            ["version"] = version.ToString(CultureInfo.InvariantCulture),
        })))];

    private static float[] Numbers(Random random) => [.. Enumerable.Range(0, Dimension).Select(_ => (random.NextSingle() * 2) - 1)];
}
