using System.Globalization;
using System.Net;
using Reelmill.EndToEnd.Tests.App;
using Reelmill.Testing.Commands;
using Reelmill.Testing.Programs;

namespace Reelmill.EndToEnd.Tests.Packaging;

/// <summary>The programs of <c>samples</c>, built as a user's program is: outside of the repository, from packages in a folder.</summary>
public sealed class SampleTests(BuiltSamples samples, Clips clips) : IClassFixture<BuiltSamples>, IClassFixture<Clips>, IDisposable
{
    private readonly TempFolder _temp = new();

    [Fact]
    public async Task Frames_are_streamed_with_their_files_and_the_next_run_gives_them_again()
    {
        var first = await samples.RunAsync("MineFolder", _temp["library"], clips.Spiral);

        var kept = Lines(first).Where(static l => l.Contains(" kept ", StringComparison.Ordinal)).ToArray();
        kept.ShouldNotBeEmpty(first.Output);
        kept.ShouldAllBe(static l => File.Exists(l.Split(' ', 4)[3]));
        Lines(first).Length.ShouldBeGreaterThan(1);
        Lines(await samples.RunAsync("MineFolder", _temp["library"], clips.Spiral)).ShouldBe(Lines(first));
    }

    [Fact]
    public async Task Frames_get_values_and_rules_of_a_custom_stage()
    {
        await Tool.RunAsync("ffmpeg", "-nostdin", "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=160x90:duration=1,lutrgb=r=0", _temp["blue.mp4"]);

        var run = await samples.RunAsync("MeanRed", _temp["library"], _temp["blue.mp4"], clips.Spiral);
        var decided = await ReelmillApp.ExpectAsync(0, "decide", "--library", _temp["library"], "--set", "rules.not_red=0");

        run.Output.ShouldContain(" not_red\n");
        run.Output.ShouldContain(" kept\n");
        decided.Output.ShouldStartWith("1 frames are newly kept");
    }

    [Fact]
    public async Task A_custom_pipeline_saves_a_poster_of_each_video_and_reads_its_setting()
    {
        await File.WriteAllTextAsync(_temp["reelmill.yaml"], "posters:\n  at: 500ms\n");

        var first = await samples.RunAsync("Posters", _temp["reelmill.yaml"], _temp["library"], clips.Spiral, clips.Still);
        var again = await samples.RunAsync("Posters", _temp["reelmill.yaml"], _temp["library"], clips.Spiral, clips.Still);

        Lines(first).Length.ShouldBe(2);
        Lines(first).ShouldAllBe(static l => File.ReadAllBytes(l.Split(": ", 2, StringSplitOptions.None)[1])[0] == 0xff);
        Lines(again).ShouldBe(Lines(first), ignoreOrder: true);
        (await ReelmillApp.ExpectAsync(0, "status", "--library", _temp["library"])).Output.ShouldContain("2 done");
    }

    [Fact]
    public async Task A_custom_server_lists_its_pipeline_with_the_built_in_ones()
    {
        await using var server = samples.Start("PosterServer", _temp["library"], "0");
        await server.SaysAsync("serving at ");
        var said = server.Errors().Split("serving at ")[1].Split('\n')[0].Trim().Split(' ');
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", said[1]);

        (await http.GetStringAsync(new Uri($"{said[0]}/v1/pipelines"))).ShouldContain("\"posters.at\"");
        (await http.GetAsync(new Uri(said[0]))).StatusCode.ShouldBe(ReelmillApp.HasPage ? HttpStatusCode.OK : HttpStatusCode.NotFound);
        server.Send(15);

        (await server.EndAsync()).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_failed_input_is_reported_and_the_others_continue()
    {
        await File.WriteAllTextAsync(_temp["text.mp4"], "no video");

        var run = await samples.RunAsync("MineFolder", 1, _temp["library"], _temp["text.mp4"], clips.Spiral);

        run.Errors.ShouldContain("text.mp4: not_media: ");
        run.Output.ShouldContain(" kept ");
    }

    [Fact]
    public async Task Chunks_come_in_order_with_their_events()
    {
        var run = await samples.RunAsync("ChunkFile", _temp["library"], clips.Still);

        Lines(run)[0].ShouldStartWith("1 of 1 chunks, ");
        File.Exists(Lines(run)[1..].ShouldHaveSingleItem()).ShouldBeTrue(run.Output);
        foreach (var name in new[] { "PipelineStart", "PipelineInfo", "ChunkQueued", "ChunkStarted", "ChunkCompleted", "ChunkCollected", "PipelineProgress", "PipelineComplete" })
        {
            run.Errors.ShouldContain(name);
        }
    }

    [Fact]
    public async Task Streams_are_checked_and_the_next_run_gives_them_again()
    {
        var first = await samples.RunAsync("StreamVideos", _temp["library"], clips.Still);

        File.Exists(Lines(first).ShouldHaveSingleItem().Split(": ")[0]).ShouldBeTrue(first.Output);
        first.Output.ShouldContain(" rules hold");
        Lines(await samples.RunAsync("StreamVideos", _temp["library"], clips.Still)).ShouldBe(Lines(first));
    }

    [Fact]
    public async Task An_image_is_its_own_nearest_neighbor()
    {
        Directory.CreateDirectory(_temp["images"]);
        foreach (var (name, hue) in new[] { ("a.png", 0), ("b.png", 120) })
        {
            await Tool.RunAsync("ffmpeg", "-nostdin", "-v", "error", "-f", "lavfi", "-i", $"testsrc2=size=128x96,hue=h={hue.ToString(CultureInfo.InvariantCulture)}", "-frames:v", "1", _temp["images", name]);
        }

        var run = await samples.RunAsync("ImageSearch", _temp["library"], _temp["images"], _temp["images/b.png"]);

        Lines(run)[0].ShouldBe("2 indexed, 0 skipped, 0 failed; 2 in total.");
        Lines(run)[1].ShouldEndWith("/b.png");
    }

    [Fact]
    public async Task Images_are_found_by_the_ids_and_metadata_of_the_caller()
    {
        Directory.CreateDirectory(_temp["images"]);
        await Tool.RunAsync("ffmpeg", "-nostdin", "-v", "error", "-f", "lavfi", "-i", "mandelbrot=size=128x96:rate=1:end_pts=9", "-frames:v", "2", _temp["images/%d.png"]);
        await File.WriteAllTextAsync(_temp["images/text.png"], "no image");

        var first = await samples.RunAsync("ImageCollection", _temp["library"], _temp["images"], _temp["images/2.png"]);
        var again = await samples.RunAsync("ImageCollection", _temp["library"], _temp["images"], _temp["images/2.png"]);

        Lines(first)[0].ShouldBe("2 of 3 images are in the collection, 0 from earlier runs.");
        Lines(first)[1].ShouldStartWith("1. 1.000 sku-2 20");
        Lines(again)[0].ShouldBe("2 of 3 images are in the collection, 2 from earlier runs.");
        Lines(again)[1..].ShouldBe(Lines(first)[1..]);
    }

    [Fact]
    public async Task A_host_mines_what_is_posted_until_it_is_stopped()
    {
        await using var host = samples.Start(
            "MineHost", $"--Reelmill:library:folder={_temp["library"]}", "--urls=http://127.0.0.1:0", "--Logging:Console:LogToStandardErrorThreshold=Trace");
        await host.SaysAsync("Now listening on: ");
        var address = host.Errors().Split("Now listening on: ")[1].Split('\n')[0].Trim();
        using var http = new HttpClient();
        using var video = new StringContent(clips.Spiral);

        (await http.PostAsync(new Uri($"{address}/videos"), video)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await host.SaysAsync(" kept ");
        host.Send(15);

        (await host.EndAsync()).ExitCode.ShouldBe(0);
        (await samples.RunAsync("MineFolder", _temp["library"], clips.Spiral)).Output.ShouldContain(" kept ");
    }

    [Fact]
    public async Task A_program_on_the_engine_needs_only_the_Core_package()
    {
        await File.WriteAllTextAsync(_temp["a"], "same");
        await File.WriteAllTextAsync(_temp["b"], "same");

        (await samples.RunAsync("EqualFiles", _temp.Path)).Output.ShouldContain("equal: a = b");
        Directory.GetFiles(samples.FolderOf("EqualFiles"), "Reelmill.*.dll").Select(static f => Path.GetFileName(f)).Order(StringComparer.Ordinal)
            .ShouldBe(["Reelmill.Core.dll", "Reelmill.Samples.EqualFiles.dll"]);
    }

    public void Dispose() => _temp.Dispose();

    private static string[] Lines(CommandResult run) => run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
