using System.Globalization;
using System.Text.Json;
using Reelmill.EndToEnd.Tests.App;
using Xunit.Abstractions;

namespace Reelmill.EndToEnd.Tests.Indexing;

/// <summary>kill -9 at moments drawn from a printed seed (<c>REELMILL_SEED</c> sets it): no vector is missing and none is doubled.</summary>
public sealed class IndexKillTests(ITestOutputHelper output) : IndexTest
{
    private const int Kills = 8;

    [Fact]
    public async Task Killed_at_random_moments_it_ends_with_the_same_vectors()
    {
        var seed = Environment.GetEnvironmentVariable("REELMILL_SEED") is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : Random.Shared.Next();
        output.WriteLine($"REELMILL_SEED={seed}");
        var random = new Random(seed);
        var folder = await PicturesAsync(60);
        var image = Path.Combine(folder, "picture-010.jpg");
        var began = TimeProvider.System.GetTimestamp();
        await IndexAsync(0, folder, "--insert-batch", "7");
        var undisturbed = TimeProvider.System.GetElapsedTime(began);
        var expected = Of(await SearchAsync(image, "-k", "100"));

        var killed = 0;
        for (var round = 0; killed < Kills; round++)
        {
            round.ShouldBeLessThan(4 * Kills);
            var library = Temp[$"killed-{round}"];
            string[] command = ["index", folder, "--library", library, "--insert-batch", "7", "--quiet"];
            await using (var run = ReelmillApp.Start(command))
            {
                await Task.WhenAny(run.Ended, Task.Delay(undisturbed * random.NextDouble(), TimeProvider.System));
                Signals.Send(run.Id, Signals.Kill);
                killed += (await run.EndAsync()).ExitCode == 0 ? 0 : 1;
            }

            await ReelmillApp.ExpectAsync(0, command);
            var found = await ReelmillApp.ExpectAsync(0, "search", "--library", library, "--image", image, "-k", "100", "--json");
            Of([.. found.Json().GetProperty("results").EnumerateArray()]).ShouldBe(expected, $"round {round}");
        }
    }

    private static string[] Of(JsonElement[] results) => [.. results.Select(static r => r.GetRawText())];
}
