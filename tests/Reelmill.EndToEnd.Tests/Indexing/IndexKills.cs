using Reelmill.EndToEnd.Tests.App;
using Reelmill.Testing.Libraries;
using Reelmill.Testing.Programs;

namespace Reelmill.EndToEnd.Tests.Indexing;

/// <summary>kill -9 at moments drawn from a printed seed (<c>REELMILL_SEED</c> sets it): no vector is missing and none is doubled.</summary>
public abstract class IndexKills(ITestOutputHelper output) : LibraryTest
{
    private const int Images = 600;

    private static readonly int Kills = Campaign.Share(6);

    [Fact]
    public async Task Killed_at_random_moments_an_index_run_ends_with_the_same_vectors()
    {
        var store = await StoreAsync();
        var random = Campaign.Seeded(output.WriteLine);
        var folder = Directory.CreateDirectory(Temp["images"]).FullName;
        await Tool.MakeImagesAsync(folder, Images);
        var image = Path.Combine(folder, "image-010.jpg");
        var undisturbed = await TimeAsync(Index(folder, store, "undisturbed"));
        var nothingToDo = await TimeAsync(Index(folder, store, "undisturbed"));
        var expected = await FoundAsync(image, store, "undisturbed");
        expected.Length.ShouldBe(Images);

        var (killed, inside) = (0, 0);
        for (var round = 0; killed < Kills; round++)
        {
            round.ShouldBeLessThan(4 * Kills);
            var collection = $"killed{round}";

            // Most of a short run is its start: two of three are killed behind it.
            var (from, to) = round % 3 == 0 ? (TimeSpan.Zero, nothingToDo) : (nothingToDo, undisturbed);
            killed += await KilledAsync(Index(folder, store, collection), from + ((to - from) * random.NextDouble())) ? 1 : 0;
            var left = (await ReelmillApp.ExpectAsync(0, [.. Index(folder, store, collection), "--json"])).Json().GetProperty("items");
            inside += left.GetProperty("skipped").GetInt32() is > 0 and < Images ? 1 : 0;
            (await FoundAsync(image, store, collection)).ShouldBe(expected, $"round {round}");
        }

        output.WriteLine($"{killed} killed, of which {inside} between the first image that was done and the last");
    }

    /// <summary>Where the vectors go; skips the test when that cannot be had.</summary>
    protected abstract Task<string> StoreAsync();

    private static async Task<TimeSpan> TimeAsync(string[] command)
    {
        var began = TimeProvider.System.GetTimestamp();
        await ReelmillApp.ExpectAsync(0, command);
        return TimeProvider.System.GetElapsedTime(began);
    }

    private static async Task<bool> KilledAsync(string[] command, TimeSpan after)
    {
        await using var run = ReelmillApp.Start(command);
        await Task.WhenAny(run.Ended, Task.Delay(after, TimeProvider.System));
        Signals.Send(run.Id, Signals.Kill);
        return (await run.EndAsync()).ExitCode != 0;
    }

    /// <summary>A library of its own for each collection: what one of them knows must not help another.</summary>
    private string[] Index(string folder, string store, string collection) =>
        ["index", folder, "--library", Temp[collection], "--store", store, "--collection", collection, "--insert-batch", "7", "--quiet"];

    /// <summary>All that the collection has, most alike first; more is asked for than there is, to see what is doubled.</summary>
    private async Task<string[]> FoundAsync(string image, string store, string collection)
    {
        var found = await ReelmillApp.ExpectAsync(
            0, "search", "--library", Temp[collection], "--store", store, "--collection", collection, "--image", image, "-k", $"{2 * Images}", "--json");
        return [.. found.Json().GetProperty("results").EnumerateArray().Select(static r => r.GetRawText())];
    }
}
