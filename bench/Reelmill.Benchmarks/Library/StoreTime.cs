using System.Diagnostics;
using System.Globalization;
using Reelmill.Library.Vectors;

namespace Reelmill.Benchmarks.Library;

/// <summary>What writing, reading and searching vectors of 512 dimensions takes in a store: one line a run, so that two builds can be run in turn.</summary>
internal static class StoreTime
{
    private const string Collection = "store_time";
    private const int Dimension = 512;
    private const int Batch = 100;
    private const int Batches = 10;
    private const int Reads = 200;

    public static async Task MeasureAsync(string address, TextWriter output)
    {
        await using var store = VectorStores.Open(address, ".");
        await store.DropAsync(Collection, default);
        await store.CreateAsync(Collection, Dimension, "e 1", default);
        var records = Records();
        await store.UpsertAsync(Collection, records[..Batch], default);
        var cpu = Environment.CpuUsage.TotalTime;
        var written = await TimeAsync(Batches, i => store.UpsertAsync(Collection, records[(i * Batch)..((i + 1) * Batch)], default));
        var read = await TimeAsync(Reads, i => store.FindAsync(Collection, records[i].Id, default));
        var searched = await TimeAsync(Reads, i => store.SearchAsync(Collection, records[i].Vector, 10, null, exact: false, default));
        var used = (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds;
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"write {written / Batches / Batch:F3} ms a vector; read {read / Reads:F2} ms; search {searched / Reads:F2} ms; our cpu {used:F0} ms"));
    }

    private static async Task<double> TimeAsync(int times, Func<int, Task> work)
    {
        var clock = Stopwatch.GetTimestamp();
        for (var i = 0; i < times; i++)
        {
            await work(i);
        }

        return Stopwatch.GetElapsedTime(clock).TotalMilliseconds;
    }

    private static VectorRecord[] Records()
    {
        var chance = new Random(1);
        return [.. Enumerable.Range(0, Batch * Batches).Select(i =>
            new VectorRecord($"v{i:d6}", Enumerable.Range(0, Dimension).Select(_ => (float)chance.NextDouble() - 0.5f).ToArray(), new VectorMetadata($"/{i}.jpg")))];
    }
}
