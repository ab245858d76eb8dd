using System.Text.Json;
using Reelmill.EndToEnd.Tests.Mining;
using Reelmill.Testing.Commands;
using Reelmill.Testing.Libraries;
using Reelmill.Testing.Programs;

namespace Reelmill.EndToEnd.Tests.Serving;

/// <summary>
/// A server that is killed under load, repeatedly at moments drawn from a printed seed (<c>REELMILL_SEED</c> sets
/// it): every job goes on by itself, nothing is lost, and the library is what an undisturbed run makes, to the byte.
/// </summary>
public sealed class ServerKillTests(Clips clips, ITestOutputHelper output) : MineTest, IClassFixture<Clips>
{
    private const int Jobs = 8;

    private static readonly int Kills = Campaign.Share(30);

    [Fact]
    public async Task Kills_under_load_lose_no_job_and_repeat_no_effect()
    {
        var random = Campaign.Seeded(output.WriteLine);
        await File.WriteAllTextAsync(Temp["not.mp4"], "no video");
        await using var web = await ClipServer.StartAsync(clips.Folder);
        var other = new LibraryFolder(Temp["served"]);
        await using var server = await ServerRun.StartAsync(other.Path, "--jobs", "3");
        var canary = CanaryTree.Plant(other.Path, inside: true);
        var jobs = new HashSet<string>(StringComparer.Ordinal);
        for (var kill = 0; kill < Kills; kill++)
        {
            // Each round submits something, and something that was submitted before: the same key is the same job.
            jobs.Add(await server.SubmitAsync(JobOf(web, kill % Jobs), $"job-{kill % Jobs}"));
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(50, 1200)), TimeProvider.System);
            await server.EndAsync(Signals.Kill);
            await ProcessTable.GoneAsync("ffmpeg", other.Path);
            await server.StartAgainAsync();
        }

        jobs.Count.ShouldBe(Jobs);
        foreach (var id in jobs)
        {
            var job = await server.EndOfAsync(id);
            var items = job.GetProperty("items");
            (items.Number("done") + items.Number("skipped") + items.Number("failed")).ShouldBe(items.Number("total"), job.ToString());
            (await server.Http.GetStringAsync($"/v1/jobs/{id}/items?state=failed")).ShouldSatisfyAllConditions(
                static failed => JsonDocument.Parse(failed).RootElement.GetProperty("items").EnumerateArray().ShouldAllBe(static i => i.GetProperty("error").GetProperty("code").GetString() == "http_404"));
        }

        (await server.EndAsync(Signals.Terminate)).ExitCode.ShouldBe(0);
        await ProcessTable.GoneAsync(other.Path);
        await MineAsync(1, [.. clips.All.Select(c => web.Url($"clip/{Path.GetFileName(c)}")), web.Url("clip/missing.mp4")]);
        canary.ShouldBeUntouched(inside: true, repaired: false, "served");
        canary.Uproot();
        other.Contents().ShouldBe(Library.Contents());
        other.ShouldBeWhole();
    }

    [Fact]
    public async Task A_stopped_server_requeues_its_work_and_resumes_at_the_next_start()
    {
        await Tool.MakeAsync(Temp["clip.mp4"], "testsrc2=size=640x360:rate=25", 10);
        await using var web = await ClipServer.StartAsync(Temp.Path);
        await using var server = await ServerRun.StartAsync(Library.Path);
        var id = await server.SubmitAsync(new { pipeline = "hls", inputs = new[] { web.Url("clip/clip.mp4") }, options = new Dictionary<string, string>(StringComparer.Ordinal) { ["hls.ladder"] = "360" } }, "stopped");

        // An encoder that stands still never ends by itself: the server ends because it does not wait for it for ever.
        Signals.Send(await ProcessTable.AppearsAsync("ffmpeg", "libx264", Library.Path), Signals.Stop);

        (await server.EndAsync(Signals.Terminate)).ExitCode.ShouldBe(0);
        await ProcessTable.GoneAsync("ffmpeg", Library.Path);

        await server.StartAgainAsync();
        var job = await server.EndOfAsync(id);
        job.Text("state").ShouldBe("succeeded", job.ToString());
        job.GetProperty("attempts").GetArrayLength().ShouldBe(2);
        (await server.EndAsync(Signals.Terminate)).ExitCode.ShouldBe(0);
        Library.ShouldHaveNoLeftovers();
    }

    [Fact]
    public async Task A_job_that_is_deleted_while_it_runs_leaves_no_process_and_no_output()
    {
        await Tool.MakeAsync(Temp["long.mp4"], "testsrc2=size=1280x720:rate=25", 60);
        await using var web = await ClipServer.StartAsync(Temp.Path);
        await using var server = await ServerRun.StartAsync(Library.Path);
        var id = await server.SubmitAsync(new { pipeline = "mine", inputs = new[] { web.Url("clip/long.mp4") }, options = new { every = "40ms" } }, "long");
        await ProcessTable.AppearsAsync("ffmpeg", "rawvideo", Library.Path);
        using (var deleted = await server.Http.DeleteAsync($"/v1/jobs/{id}"))
        {
            ((int)deleted.StatusCode).ShouldBe(204);
        }

        await ProcessTable.GoneAsync("ffmpeg", Library.Path);
        using var gone = await server.Http.GetAsync($"/v1/jobs/{id}");
        ((int)gone.StatusCode).ShouldBe(410);
        (await server.EndAsync(Signals.Terminate)).ExitCode.ShouldBe(0);
        Library.ShouldHaveNoLeftovers();
        Library.Files("frames").ShouldBeEmpty();
        Library.Files("uploads").ShouldBeEmpty();
    }

    /// <summary>One clip of each job is one of another job, too; the last job names one that is not there.</summary>
    private object JobOf(ClipServer web, int number)
    {
        var names = new[] { clips.All[number % clips.All.Length], clips.All[(number + 1) % clips.All.Length] }.Select(static c => Path.GetFileName(c));
        return new { pipeline = "mine", inputs = (number == Jobs - 1 ? names.Append("missing.mp4") : names).Select(n => web.Url($"clip/{n}")).ToArray() };
    }
}
