using Reelmill.Cli.Tests.Mining;
using Reelmill.Cli.Tests.Running;
using Reelmill.Testing.Commands;
using Reelmill.Testing.Programs;

namespace Reelmill.Cli.Tests.Reading;

public sealed class StatusTests(Clips clips) : MineTest, IClassFixture<Clips>
{
    [Fact]
    public async Task Status_counts_items_and_frames_and_groups_what_failed()
    {
        await MineAsync(1, [.. clips.All, Temp["missing.mp4"]]);

        var status = (await CommandLine.ExpectAsync(0, "status", "--library", Library.Path, "--json")).Json();

        JsonNames.Of(status).ShouldBe(["items", "frames", "failures", "unknown", "ownRules"]);
        JsonNames.Of(status.GetProperty("items")).ShouldBe(["total", "done", "failed", "pending"]);
        JsonNames.Of(status.GetProperty("frames")).ShouldBe(["sampled", "kept", "dropped", "bytes", "droppedBy", "droppedFiles"]);
        status.Number("items", "done").ShouldBe(clips.All.Length);
        status.Number("items", "failed").ShouldBe(1);
        status.Number("items", "pending").ShouldBe(0);
        status.Number("frames", "sampled").ShouldBe(Library.Frames().Count);
        status.Number("frames", "bytes").ShouldBe(Library.KeptFiles().Sum(static f => new FileInfo(f).Length));
        status.Number("frames", "droppedBy", "too_dark").ShouldBe(Library.Frames().Count(static f => f.Rule == "too_dark"));
        status.GetProperty("failures")[0].Text("code").ShouldBe("not_found");
    }

    [Theory]
    [InlineData("status")]
    [InlineData("retry")]
    [InlineData("report")]
    public async Task A_missing_library_is_reported_and_not_created(string command)
    {
        var result = await CommandLine.ExpectAsync(2, command, "--library", Library.Path);

        result.Errors.ShouldContain(Library.Path);
        Directory.Exists(Library.Path).ShouldBeFalse();
    }

    [Fact]
    public async Task Doctor_finds_the_installed_programs()
    {
        var doctor = (await CommandLine.ExpectAsync(0, "doctor", "--json", "--library", Temp.Path)).Json();

        JsonNames.Of(doctor).ShouldBe(["ready", "findings"]);
        JsonNames.Of(doctor.GetProperty("findings")[0]).ShouldBe(["name", "ok", "required", "detail", "remedy"]);
        doctor.GetProperty("ready").GetBoolean().ShouldBeTrue();
        doctor.GetProperty("findings").EnumerateArray().Select(static f => f.Text("name")).ShouldBe(
            ["ffmpeg", "ffprobe", "decoders", "libturbojpeg", "disk", "onnxruntime", "yt-dlp"]);
    }

    [Fact]
    public async Task Help_shows_examples_and_a_version_is_one_line()
    {
        (await CommandLine.ExpectAsync(0, "mine", "--help")).Output.ShouldContain("reelmill mine videos/ --library out");
        (await CommandLine.ExpectAsync(0, "--version")).Output.Trim().ShouldNotContain('\n');
    }
}
