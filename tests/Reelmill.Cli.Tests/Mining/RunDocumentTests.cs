using System.Text.Json;
using Reelmill.Cli.Tests.Running;
using Reelmill.Testing.Commands;
using Reelmill.Testing.Programs;

namespace Reelmill.Cli.Tests.Mining;

public sealed class RunDocumentTests(Clips clips) : MineTest, IClassFixture<Clips>
{
    private static readonly string[] StageNames = ["fetch", "probe", "frames", "score", "decide", "save", "commit"];

    private static readonly string[] ManifestKeys =
        ["video", "source", "timeMs", "kept", "rule", "score", "threshold", "twin", "hash", "path", "sha256"];

    [Fact]
    public async Task A_run_prints_one_json_document_with_exactly_the_documented_names()
    {
        var run = (await MineAsync(1, clips.Pattern, clips.Fractal, clips.FractalCopy, Temp["missing.mp4"])).Json();

        JsonNames.Of(run).ShouldBe(["run", "pipeline", "items", "failures", "skips", "notes", "frames", "elapsedSeconds", "stages", "bottleneck"]);
        JsonNames.Of(run.GetProperty("items")).ShouldBe(["total", "done", "failed", "skipped"]);
        JsonNames.Of(run.GetProperty("failures")[0]).ShouldBe(["input", "id", "code", "message", "attempts"]);
        JsonNames.Of(run.GetProperty("skips")[0]).ShouldBe(["input", "why"]);
        JsonNames.Of(run.GetProperty("frames")).ShouldBe(["sampled", "kept", "dropped", "duplicates"]);
        JsonNames.Of(run.GetProperty("bottleneck")).ShouldBe(["stage", "busyShare", "advice"]);
        foreach (var stage in run.GetProperty("stages").EnumerateArray())
        {
            JsonNames.Of(stage).ShouldBe([
                "name", "workers", "in", "out", "dropped", "failed", "retried", "busySeconds", "starvedSeconds", "blockedSeconds", "queueMax"]);
        }
    }

    [Fact]
    public async Task A_damaged_stream_is_noted_in_the_document_and_in_the_quiet_summary()
    {
        var clip = await DamagedAsync("damaged.mp4");

        var run = (await MineAsync(0, clip)).Json();
        var quiet = await CommandLine.ExpectAsync(0, "mine", clip, "--library", Temp["other"], "--quiet");

        var note = run.GetProperty("notes").EnumerateArray().ShouldHaveSingleItem();
        JsonNames.Of(note).ShouldBe(["input", "text"]);
        note.Text("input").ShouldBe(clip);
        note.Text("text").ShouldStartWith("done, though its stream is damaged: ");
        quiet.Output.ShouldContain($"  {clip}: {note.Text("text")}");
    }

    [Fact]
    public async Task A_file_name_with_line_breaks_adds_no_line_to_the_output()
    {
        var clip = Temp["a\nfailed   7 x forged \u001b[31m.mp4"];
        await File.WriteAllTextAsync(clip, "no video");
        await CommandLine.RunAsync("mine", clip, "--library", Library.Path);
        await CommandLine.RunAsync("hls", await DamagedAsync("b\nfailed   8 x forged.mp4"), "--library", Library.Path, "--set", "limits.max-pixels=100");
        foreach (var command in new[] { "status", "retry" })
        {
            var result = await CommandLine.RunAsync(command, "--library", Library.Path);
            $"{result.Output}\n{result.Errors}".Split('\n').ShouldAllBe(static line => !line.StartsWith("failed   7", StringComparison.Ordinal) && !line.StartsWith("failed   8", StringComparison.Ordinal));
            result.Output.ShouldNotContain('\u001b');
        }
    }

    private async Task<string> DamagedAsync(string name)
    {
        var clip = Temp[name];
        await Tool.MakeAsync(clip, "mandelbrot=size=320x240:rate=25", 4);
        using var file = File.Open(clip, FileMode.Open);
        file.Position = file.Length / 2;
        file.Write(new byte[2000]);
        return clip;
    }

    [Fact]
    public async Task Every_input_and_every_frame_is_accounted_for()
    {
        var run = (await MineAsync(1, [.. clips.All, Temp["missing.mp4"]])).Json();

        run.GetProperty("items").GetRawText().ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal)
            .ShouldBe("""{"total":9,"done":7,"failed":1,"skipped":1}""");
        run.Number("frames", "kept").ShouldBe(Library.Frames().Count(static f => f.Kept));
        run.Number("frames", "sampled").ShouldBe(Library.Frames().Count);
        run.Number("frames", "dropped").ShouldBe(Library.Frames().Count(static f => !f.Kept));
        run.Number("frames", "duplicates").ShouldBe(Library.Frames().Count(static f => f.Twin is not null));
        ShouldPassValuesOn(run.GetProperty("stages"), taken: 9, Library.Frames().Count);
    }

    [Fact]
    public async Task The_manifest_has_exactly_the_documented_keys_and_is_in_order_of_video_and_time()
    {
        await MineAsync(0, clips.Folder);

        foreach (var line in await File.ReadAllLinesAsync(Library.Manifest))
        {
            JsonNames.Of(JsonDocument.Parse(line).RootElement).ShouldBe(ManifestKeys);
        }

        var frames = Library.Frames();
        frames.ShouldBe(frames.OrderBy(static f => f.Video, StringComparer.Ordinal).ThenBy(static f => f.TimeMs));
    }

    [Fact]
    public async Task Every_kept_frame_is_a_file_with_its_hash_that_decodes()
    {
        await MineAsync(0, clips.Folder);

        Library.ShouldBeWhole();
        (await Library.DecodeAllAsync()).ShouldBeGreaterThan(5);
    }

    [Fact]
    public async Task Dropped_frames_name_their_rule_and_duplicates_name_a_kept_frame()
    {
        await MineAsync(0, clips.Folder);

        var frames = Library.Frames();
        var kept = frames.Where(static f => f.Kept).Select(static f => f.Id).ToHashSet(StringComparer.Ordinal);
        frames.Where(f => f.Source == clips.Black).ShouldAllBe(static f => f.Rule == "too_dark" && f.Score < f.Threshold);
        frames.Where(f => f.Source == clips.TwoShades).ShouldAllBe(static f => f.Rule == "flat");
        frames.Where(f => f.Source == clips.Still).Skip(1).ShouldAllBe(static f => f.Rule == "duplicate_in_video");
        frames.Where(static f => f.Rule == "duplicate_across_videos").ShouldNotBeEmpty();
        frames.Where(static f => f.Twin is not null).ShouldAllBe(f => kept.Contains(f.Twin!));
    }

    [Fact]
    public async Task The_text_summary_says_what_was_done_and_what_to_run_next()
    {
        var result = await CommandLine.ExpectAsync(1, "mine", clips.Still, Temp["missing.mp4"], "--library", Library.Path);

        result.Output.ShouldContain("2 inputs: 1 done, 0 skipped, 1 failed");
        result.Output.ShouldContain($"not_found: Reading the input '{Temp["missing.mp4"]}'");
        result.Output.ShouldContain($"reelmill retry --library {Library.Path}");
    }

    private static void ShouldPassValuesOn(JsonElement stages, long taken, long frames)
    {
        var all = stages.EnumerateArray().ToArray();
        all.Select(static s => s.Text("name")).ShouldBe(StageNames);
        all[0].Number("in").ShouldBe(taken);
        all[0].Number("failed").ShouldBe(1);
        foreach (var (before, after) in all.Zip(all.Skip(1)).Where(static p => p.Second.Text("name") != "commit"))
        {
            after.Number("in").ShouldBe(before.Number("out"), after.Text("name"));
        }

        all[2].Number("out").ShouldBe(frames);
        all[6].Number("out").ShouldBe(all[2].Number("in"));
    }
}
