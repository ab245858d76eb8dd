using Reelmill.Cli.Tests.Running;
using Reelmill.Testing.Commands;
using Reelmill.Testing.Programs;

namespace Reelmill.Cli.Tests.Mining;

public sealed class InputTests(Clips clips) : MineTest, IClassFixture<Clips>
{
    [Fact]
    public async Task Files_folders_and_lists_mix_and_each_bad_input_fails_with_its_own_code()
    {
        await WriteInputsAsync();

        var run = (await MineAsync(1,
            Temp["folder"], Temp["text.mp4"], Temp["missing.mp4"], Temp["list.txt"], Temp["list.csv"], Temp["list.jsonl"], "ftp://host/x.mp4")).Json();

        run.GetProperty("failures").EnumerateArray().Select(f => $"{Path.GetFileName(f.Text("input"))} {f.Text("code")}").ShouldBe(
            [
                "missing.mp4 not_found", "text.mp4 not_media", "empty.mp4 not_media", "from-list.mp4 not_found",
                "list.jsonl:2 bad_input", "list.csv:3 bad_input", "x.mp4 bad_input",
            ],
            ignoreOrder: true);
        run.Number("items", "done").ShouldBe(4);
        Library.ShouldBeWhole();
    }

    [Fact]
    public async Task A_failure_gives_advice_and_never_shows_a_secret()
    {
        var run = await MineAsync(1, Temp["missing.mp4"], "http://user:secret@127.0.0.1:1/a.mp4", "http://127.0.0.1:1/b.mp4?token=secret", "--set", "fetch.tries=1");

        (run.Output + run.Errors).ShouldNotContain("secret");
        run.Json().GetProperty("failures").EnumerateArray().Select(static f => f.Text("code"))
            .ShouldBe(["bad_input", "connect_failed", "not_found"], ignoreOrder: true);
    }

    [Fact]
    public async Task One_file_under_several_paths_is_one_input()
    {
        var run = (await MineAsync(0, clips.Still, Path.Combine(clips.Folder, "..", "clips", "still.mkv"), clips.Folder)).Json();

        run.Number("items", "total").ShouldBe(clips.All.Length);
    }

    [Theory]
    [InlineData("-option.mp4")]
    [InlineData("50%d %s.mp4")]
    [InlineData("quote' \" and\nnewline.mp4")]
    [InlineData("concat:a|b.mp4")]
    [InlineData("日本語 émoji 🎬.mp4")]
    public async Task Hostile_file_names_are_handled_as_plain_names(string name)
    {
        Directory.CreateDirectory(Temp["folder"]);
        File.Copy(clips.Still, Temp["folder", name]);

        await MineAsync(0, Temp["folder"]);

        Library.Frames()[0].Source.ShouldBe(Temp["folder", name]);
        Library.ShouldBeWhole();
    }

    [Fact]
    public async Task A_playlist_that_calls_itself_a_video_reads_no_other_file()
    {
        await File.WriteAllTextAsync(Temp["list.mp4"], $"ffconcat version 1.0\nfile '{clips.Pattern}'\n");
        await File.WriteAllTextAsync(Temp["hls.mp4"], $"#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\n{clips.Pattern}\n#EXT-X-ENDLIST\n");

        var run = (await MineAsync(1, Temp["list.mp4"], Temp["hls.mp4"])).Json();

        run.GetProperty("failures").EnumerateArray().ShouldAllBe(static f => f.Text("code") == "not_media");
        Library.Frames().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_with_audio_only_fails_with_no_video()
    {
        await Tool.RunAsync("ffmpeg", "-nostdin", "-v", "error", "-f", "lavfi", "-i", "sine=duration=1", "-y", Temp["sound.m4a"]);

        var run = (await MineAsync(1, Temp["sound.m4a"])).Json();

        run.GetProperty("failures")[0].Text("code").ShouldBe("no_video");
    }

    [Fact]
    public async Task A_relative_library_path_is_relative_to_the_working_directory()
    {
        await CommandLine.ExpectAsync(0, "mine", clips.Still, "--library", Path.GetRelativePath(Environment.CurrentDirectory, Library.Path));

        Library.ShouldBeWhole();
    }

    private async Task WriteInputsAsync()
    {
        Directory.CreateDirectory(Temp["folder"]);
        File.Copy(clips.Pattern, Temp["folder", "pattern.mp4"]);
        await File.WriteAllTextAsync(Temp["folder", "notes.md"], "no media");
        await File.WriteAllTextAsync(Temp["folder", "empty.mp4"], "");
        await File.WriteAllTextAsync(Temp["text.mp4"], "this is a text");
        await File.WriteAllTextAsync(Temp["list.txt"], $"# a remark\n{clips.Fractal}\nfrom-list.mp4\n");
        await File.WriteAllTextAsync(Temp["list.csv"], $"path,title\n{clips.Black},\"black, all of it\"\n{clips.Black}\n");
        await File.WriteAllTextAsync(Temp["list.jsonl"], $$"""{"path": "{{clips.Still}}", "title": "still"}{{'\n'}}not json{{'\n'}}""");
    }
}
