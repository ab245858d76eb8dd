using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Reelmill.Library.Vectors;
using Reelmill.Media.Processes;
using Reelmill.Testing;
using Xunit.Abstractions;

namespace Reelmill.Library.Tests.Vectors.Embedded;

/// <summary>
/// kill -9 at moments drawn from a printed seed (<c>REELMILL_SEED</c> sets it), while a process writes and compacts: what
/// was acknowledged is there, and nothing half.
/// </summary>
public sealed partial class KillTests(ITestOutputHelper output) : IDisposable
{
    private const int Kills = 10;
    private const int BatchSize = 50;
    private const int Batches = 2000 / BatchSize;

    private static readonly string DotNet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));

    private readonly TempFolder _library = new();

    [Fact]
    public async Task What_was_acknowledged_outlives_a_kill_and_no_batch_is_there_by_half()
    {
        var seed = Environment.GetEnvironmentVariable("REELMILL_SEED") is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : Random.Shared.Next();
        output.WriteLine($"REELMILL_SEED={seed}");
        var random = new Random(seed);
        var next = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            var acknowledged = await KilledAsync(next, random.Next(1, 160), TimeSpan.FromMilliseconds(random.Next(0, 8)));
            next = await CheckAsync(acknowledged) + 1;
        }

        output.WriteLine($"{next} batches");
    }

    public void Dispose() => _library.Dispose();

    /// <summary>Lets the writer acknowledge so many batches, and a little more, and kills it; gives the last that it acknowledged.</summary>
    private async Task<int> KilledAsync(int first, int batches, TimeSpan more)
    {
        var stub = Path.Combine(AppContext.BaseDirectory, "Reelmill.StubProcess.dll");
        await using var process = new ProcessLauncher().Start(
            new ProcessSpec(DotNet, [stub, "vectors", $"{first}", _library.Path]) { MemoryLimitBytes = 0 }, CancellationToken.None);
        var last = first - 1;
        while (last < first + batches - 1)
        {
            last = int.Parse(await ReadLineAsync(process), CultureInfo.InvariantCulture);
        }

        await Task.Delay(more, TimeProvider.System);
        _ = Kill(process.Id, 9);
        while (await ReadLineAsync(process) is { Length: > 0 } line)
        {
            last = int.TryParse(line, CultureInfo.InvariantCulture, out var number) ? number : last;
        }

        return last;
    }

    private static async Task<string> ReadLineAsync(RunningProcess process)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await process.ReadAsync(one, CancellationToken.None) > 0 && one[0] != '\n')
        {
            line.Append((char)one[0]);
        }

        return line.ToString();
    }

    /// <summary>Checks what is there and gives the last batch that is.</summary>
    private async Task<int> CheckAsync(int acknowledged)
    {
        await using var store = VectorStores.Open(VectorStores.EmbeddedName, _library.Path);
        var hits = await store.SearchAsync("killed", new float[16].Select(static (_, i) => (float)i).ToArray(), 10_000, filter: null, default);
        var batches = hits.GroupBy(static h => (int)h.Metadata.TimeMs!).ToDictionary(static g => g.Key, static g => g.Count());

        batches.Values.ShouldAllBe(static count => count == BatchSize);
        var last = batches.Keys.Max();
        last.ShouldBeInRange(acknowledged, acknowledged + 1);
        batches.Keys.Order().ShouldBe(Enumerable.Range(Math.Max(0, last - Batches + 1), Math.Min(Batches, last + 1)));
        hits.Select(static h => h.Id).Distinct(StringComparer.Ordinal).Count().ShouldBe(hits.Count);
        return last;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int id, int signal);
}
