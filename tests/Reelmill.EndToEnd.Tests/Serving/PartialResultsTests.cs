using System.Text.Json;
using Reelmill.EndToEnd.Tests.Mining;
using Reelmill.Testing.Programs;

namespace Reelmill.EndToEnd.Tests.Serving;

/// <summary>Somebody who submitted a long video sees what has become of it long before it ends.</summary>
public sealed class PartialResultsTests : MineTest
{
    [Fact]
    public async Task Frames_are_results_in_order_while_the_rest_of_the_video_is_decoded()
    {
        await Tool.MakeAsync(Temp["long.mp4"], "testsrc2=size=640x360:rate=25", 90);
        await using var web = await ClipServer.StartAsync(Temp.Path);
        await using var server = await ServerRun.StartAsync(Library.Path);
        var id = await server.SubmitAsync(new { pipeline = "mine", inputs = new[] { web.Url("clip/long.mp4") }, options = new { every = "40ms" } }, "long");

        var (isWhole, first) = await ResultsAsync(server, id);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        while (first.Count == 0 && await look.WaitForNextTickAsync())
        {
            (isWhole, first) = await ResultsAsync(server, id);
        }

        isWhole.ShouldBeFalse();
        (await server.EndOfAsync(id)).GetProperty("state").GetString().ShouldBe("succeeded");
        (isWhole, var all) = await ResultsAsync(server, id);
        isWhole.ShouldBeTrue();
        all.Count.ShouldBeGreaterThan(first.Count);
        all.ShouldBe(all.Order());
        all[..first.Count].ShouldBe(first);
    }

    /// <summary>Whether nothing more comes, and the times of the frames so far.</summary>
    private static async Task<(bool IsWhole, List<long> Times)> ResultsAsync(ServerRun server, string id)
    {
        using var response = await server.Http.GetAsync($"/v1/jobs/{id}/results");
        var lines = (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return (response.Headers.GetValues("Reelmill-Complete").Single() == "true", [.. lines.Select(static l => JsonDocument.Parse(l).RootElement.GetProperty("timeMs").GetInt64())]);
    }
}
