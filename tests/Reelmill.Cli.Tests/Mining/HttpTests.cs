using Reelmill.Cli.Tests.Running;
using Reelmill.Testing.Commands;
using Reelmill.Testing.Libraries;
using Reelmill.Testing.Programs;

namespace Reelmill.Cli.Tests.Mining;

public sealed class HttpTests(Clips clips) : MineTest, IAsyncLifetime, IClassFixture<Clips>
{
    private ClipServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await ClipServer.StartAsync(clips.Folder);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Dispose();
    }

    [Fact]
    public async Task A_url_gives_the_same_frames_as_its_file()
    {
        await MineAsync(0, _server.Url("clip/pattern.mp4"));
        var other = new LibraryFolder(Temp["other"]);
        await CommandLine.ExpectAsync(0, "mine", clips.Pattern, "--library", other.Path);

        Library.Frames().Select(static f => (f.Id, f.Sha256)).ShouldBe(other.Frames().Select(static f => (f.Id, f.Sha256)));
        Library.Frames()[0].Source.ShouldBe(_server.Url("clip/pattern.mp4"));
        Library.Files("videos").ShouldBeEmpty();
        Library.ShouldBeWhole();
    }

    [Fact]
    public async Task A_missing_url_fails_with_its_status_and_a_redirect_is_followed()
    {
        var run = (await MineAsync(1, _server.Url("clip/nothing.mp4"), _server.Url("redirect/fractal.mp4"), _server.Url("clip/still.mkv"))).Json();

        run.GetProperty("failures").EnumerateArray().Select(static f => f.Text("code")).ShouldBe(["http_404"]);
        run.Number("items", "done").ShouldBe(2);
        _server.Requests.Count(static r => r == "/clip/nothing.mp4").ShouldBe(1);
        Library.Frames().ShouldContain(f => f.Source == _server.Url("redirect/fractal.mp4"));
    }

    [Fact]
    public async Task A_finished_url_is_not_downloaded_again()
    {
        await MineAsync(0, _server.Url("clip/pattern.mp4"));

        await MineAsync(0, _server.Url("clip/pattern.mp4"));

        _server.Requests.ShouldBe(["/clip/pattern.mp4"]);
    }

    [Fact]
    public async Task A_url_with_the_same_bytes_as_a_file_is_not_decoded_again()
    {
        await MineAsync(0, clips.Pattern);

        var run = (await MineAsync(0, _server.Url("clip/pattern.mp4"))).Json();

        run.GetProperty("skips")[0].Text("why").ShouldBe($"same content as {clips.Pattern}");
    }

    [Fact]
    public async Task Videos_are_kept_on_request()
    {
        await MineAsync(0, "--keep-videos", _server.Url("clip/pattern.mp4"), _server.Url("clip/still.mkv"));

        Library.Files("videos").Length.ShouldBe(2);
        Library.Files("videos").Select(File.ReadAllBytes).ShouldContain(b => b.SequenceEqual(File.ReadAllBytes(clips.Pattern)));
        Library.ShouldBeWhole();
    }

    [Fact]
    public async Task Kept_videos_are_still_there_after_another_run()
    {
        await MineAsync(0, "--keep-videos", _server.Url("clip/pattern.mp4"));

        await MineAsync(0, clips.Still);

        Library.Files("videos").Length.ShouldBe(1);
    }

    [Fact]
    public async Task Frames_are_restored_from_a_kept_video()
    {
        await MineAsync(0, "--keep-videos", _server.Url("clip/pattern.mp4"));
        var before = Library.Contents();

        await CommandLine.ExpectAsync(0, "decide", "--library", Library.Path, "--set", "quality.min-sharpness=1000000");
        await CommandLine.ExpectAsync(0, "decide", "--library", Library.Path, "--set", "quality.min-sharpness=15");

        Library.Contents().ShouldBe(before);
    }

    [Fact]
    public async Task A_download_over_the_limit_fails()
    {
        var run = (await MineAsync(1, _server.Url("clip/pattern.mp4"), "--set", "fetch.max-size=10KB")).Json();

        run.GetProperty("failures")[0].Text("code").ShouldBe("too_large");
        Library.Files("videos").ShouldBeEmpty();
    }
}
