using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Reelmill.Library.Vectors;
using Reelmill.Library.Vectors.Embedded;
using Reelmill.Processes;
using Reelmill.Testing;

namespace Reelmill.Library.Tests.Vectors.Embedded;

/// <summary>
/// Kills a process with SIGKILL while it writes and compacts, at moments drawn from a printed seed (set by
/// <c>REELMILL_SEED</c>). Acknowledged batches survive, and every batch is complete or absent.
/// </summary>
public sealed partial class KillTests(ITestOutputHelper output) : IDisposable
{
    private const string Strace = "/usr/bin/strace";
    private const int Kills = 10;
    private const int Rounds = 15;
    private const int MaxBatches = 400;
    private const int BatchSize = 50;
    private const int Batches = 2000 / BatchSize;

    /// <summary>System calls, and roughly how often one thread makes them until a compaction ends.</summary>
    private static readonly (string Names, int Max)[] Calls =
        [("pwrite64", 300), ("fsync", 150), ("rename,renameat,renameat2", 3), ("ftruncate", 4), ("unlink,unlinkat", 2)];

    private static readonly (string Names, int Max)[] IndexCalls =
        [("write,writev", 60), ("pwrite64", 12), ("fsync", 8), ("rename,renameat,renameat2", 6), ("ftruncate", 3)];

    internal static readonly string DotNet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));

    private readonly TempFolder _library = new();

    [Fact]
    public async Task Acknowledged_batches_survive_a_kill_and_no_batch_is_partial()
    {
        var random = CreateRandom();
        var next = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            var acknowledged = await WriteUntilKilledAsync(next, random.Next(1, 160), TimeSpan.FromMilliseconds(random.Next(0, 8)));
            next = await CheckBatchesAsync(acknowledged) + 1;
        }

        output.WriteLine($"{next} batches");
    }

    [Fact]
    public async Task A_kill_at_the_system_calls_of_a_write_loses_no_acknowledged_batch()
    {
        Assert.SkipUnless(File.Exists(Strace), "strace is not installed");
        var random = CreateRandom();
        var (next, kills) = (0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            var (calls, max) = Calls[round % Calls.Length];
            var number = random.Next(1, max + 1);
            output.WriteLine($"{calls} number {number}");
            await using var process = Start(
                Strace, ["-f", "-o", "/dev/null", "-e", $"trace={calls}", "-e", $"inject={calls}:signal=KILL:when={number}", DotNet], "vectors", next, next + MaxBatches);
            var acknowledged = await ReadAcknowledgedAsync(process, next - 1);
            kills += acknowledged < next + MaxBatches - 1 ? 1 : 0;
            next = Math.Max(next, await CheckBatchesAsync(acknowledged) + 1);
        }

        kills.ShouldBeGreaterThanOrEqualTo(Rounds / 3);

        output.WriteLine($"{next} batches, {kills} kills");
    }

    [Fact]
    public async Task A_kill_during_an_index_build_leaves_searches_correct_and_the_next_build_succeeds()
    {
        Assert.SkipUnless(HnswGraph.LoadError is null, HnswGraph.LoadError ?? "");
        var random = CreateRandom();
        await using (var process = Start(DotNet, [], "vectors", 0, 30))
        {
            (await ReadAcknowledgedAsync(process, -1)).ShouldBe(29);
        }

        var built = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var process = Start(DotNet, [], "index", int.MaxValue, 0);
            built += await ReadAcknowledgedAsync(process, -1, random.Next(0, 3)) + 1;
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(0, 120)), TimeProvider.System);
            _ = Kill(process.Id, 9);
            built += await ReadAcknowledgedAsync(process, -1) + 1;
            await CheckIndexAsync();
        }

        await using var last = Start(DotNet, [], "index", 1, 0);
        (await ReadAcknowledgedAsync(last, -1)).ShouldBe(0);
        (await CheckIndexAsync()).ShouldBeTrue();
        output.WriteLine($"{built} builds");
    }

    [Fact]
    public async Task A_kill_at_the_system_calls_of_an_index_build_leaves_a_complete_index_or_none()
    {
        Assert.SkipUnless(File.Exists(Strace), "strace is not installed");
        Assert.SkipUnless(HnswGraph.LoadError is null, HnswGraph.LoadError ?? "");
        var random = CreateRandom();
        await using (var process = Start(DotNet, [], "vectors", 0, 30))
        {
            (await ReadAcknowledgedAsync(process, -1)).ShouldBe(29);
        }

        for (var round = 0; round < Rounds; round++)
        {
            var (calls, max) = IndexCalls[round % IndexCalls.Length];
            var number = random.Next(1, max + 1);
            output.WriteLine($"{calls} number {number}");
            await using var process = Start(
                Strace, ["-f", "-o", "/dev/null", "-e", $"trace={calls}", "-e", $"inject={calls}:signal=KILL:when={number}", DotNet], "index", 3, 0);
            await ReadAcknowledgedAsync(process, -1);
            await CheckIndexAsync();
        }
    }

    public void Dispose() => _library.Dispose();

    private Random CreateRandom()
    {
        var seed = Environment.GetEnvironmentVariable("REELMILL_SEED") is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : Random.Shared.Next();
        output.WriteLine($"REELMILL_SEED={seed}");
        return new Random(seed);
    }

    private RunningProcess Start(string program, string[] arguments, string work, int first, int end)
    {
        var stub = Path.Combine(AppContext.BaseDirectory, "Reelmill.StubProcess.dll");
        return new ProcessLauncher().Start(
            new ProcessSpec(program, [.. arguments, stub, work, $"{first}", _library.Path, $"{end}"]) { MemoryLimitBytes = 0 }, CancellationToken.None);
    }

    /// <summary>Reads the writer's acknowledgments until the process ends or a number of batches is acknowledged; returns the last number.</summary>
    private static async Task<int> ReadAcknowledgedAsync(RunningProcess process, int last, int limit = int.MaxValue)
    {
        while (last < limit && await ReadLineAsync(process) is { Length: > 0 } line)
        {
            last = int.TryParse(line, CultureInfo.InvariantCulture, out var number) ? number : last;
        }

        return last;
    }

    /// <summary>Kills the writer a little after it has acknowledged a number of batches; returns the last acknowledged batch.</summary>
    private async Task<int> WriteUntilKilledAsync(int first, int batches, TimeSpan delay)
    {
        await using var process = Start(DotNet, [], "vectors", first, int.MaxValue);
        var last = await ReadAcknowledgedAsync(process, first - 1, first + batches - 1);
        await Task.Delay(delay, TimeProvider.System);
        _ = Kill(process.Id, 9);
        return await ReadAcknowledgedAsync(process, last);
    }

    private static async Task<string> ReadLineAsync(RunningProcess process)
    {
        var line = new StringBuilder();
        var buffer = new byte[1];
        while (await process.ReadAsync(buffer, CancellationToken.None) > 0 && buffer[0] != '\n')
        {
            line.Append((char)buffer[0]);
        }

        return line.ToString();
    }

    /// <summary>Checks that the stored batches are complete and include the acknowledged ones; returns the last stored batch.</summary>
    private async Task<int> CheckBatchesAsync(int acknowledged)
    {
        await using var store = VectorStores.Open(VectorStores.EmbeddedName, _library.Path);
        if ((await store.ListAsync(default)).Count == 0)
        {
            // The process was killed before it had created the collection.
            acknowledged.ShouldBe(-1);
            return -1;
        }

        var hits = await store.SearchAsync("killed", new float[16].Select(static (_, i) => (float)i).ToArray(), 10_000, filter: null, exact: false, default);
        var batches = hits.GroupBy(static h => (int)h.Metadata.TimeMs!).ToDictionary(static g => g.Key, static g => g.Count());

        batches.Values.ShouldAllBe(static count => count == BatchSize);
        var last = batches.Keys.DefaultIfEmpty(-1).Max();
        last.ShouldBeInRange(acknowledged, acknowledged + 1);
        batches.Keys.Order().ShouldBe(Enumerable.Range(Math.Max(0, last - Batches + 1), Math.Min(Batches, last + 1)));
        hits.Select(static h => h.Id).Distinct(StringComparer.Ordinal).Count().ShouldBe(hits.Count);
        return last;
    }

    /// <summary>Checks the hits of a search against an exact search; returns whether the search used an index.</summary>
    private async Task<bool> CheckIndexAsync()
    {
        await using var store = VectorStores.Open(VectorStores.EmbeddedName, _library.Path);
        var query = new float[16].Select(static (_, i) => (float)i).ToArray();
        var all = (await store.SearchAsync("killed", query, 10_000, filter: null, exact: true, default)).ToDictionary(static h => h.Id, static h => (h.Score, h.Metadata.TimeMs), StringComparer.Ordinal);
        var hits = await store.SearchAsync("killed", query, 10, filter: null, exact: false, default);

        hits.Note?.Code.ShouldBe("index_outdated");
        hits.Count.ShouldBe(10);
        hits.Select(static h => (h.Score, h.Metadata.TimeMs)).ShouldBe(hits.Select(h => all[h.Id]));
        return hits.IsApproximate;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int id, int signal);
}
