using Reelmill.Cli.Tests.Mining;
using Reelmill.Cli.Tests.Running;
using Reelmill.Testing.Commands;
using Reelmill.Testing.Libraries;
using Reelmill.Testing.Programs;

namespace Reelmill.Cli.Tests.Deciding;

public sealed class DecideTests(Clips clips) : MineTest, IClassFixture<Clips>
{
    [Fact]
    public async Task Changing_a_threshold_and_back_gives_the_same_bytes()
    {
        await MineAsync(0, clips.Folder, "--every", "500ms");
        var (before, keptBefore) = (Library.Contents(), Kept());

        await DecideAsync("quality.max-distance=0");
        Library.ShouldBeWhole();
        Kept().ShouldBeGreaterThan(keptBefore);
        await DecideAsync("quality.max-distance=5");

        Library.Contents().ShouldBe(before);
        Library.ShouldBeWhole();
    }

    [Fact]
    public async Task A_stricter_threshold_drops_frames_and_says_how_many_and_gc_removes_their_files()
    {
        await MineAsync(0, clips.Folder);
        var before = Kept();

        var decided = await DecideAsync("quality.min-sharpness=1000000");

        JsonNames.Of(decided).ShouldBe(["newlyKept", "newlyDropped", "frames", "missing", "restored", "failures", "looked", "unlooked", "remarks", "staleCollections"]);
        decided.Number("newlyDropped").ShouldBe(before);
        decided.Number("frames", "kept").ShouldBe(0);
        Library.Files("frames").Length.ShouldBeGreaterThanOrEqualTo(before);
        Library.ShouldBeWhole();
        var would = (await CommandLine.ExpectAsync(0, "gc", "--library", Library.Path, "--dry-run", "--json")).Json();
        would.Number("count").ShouldBe(Library.Files("frames").Length);
        would.Number("bytes").ShouldBe(Library.Files("frames").Sum(static f => new FileInfo(f).Length));

        var removed = (await CommandLine.ExpectAsync(0, "gc", "--library", Library.Path, "--json")).Json();

        JsonNames.Of(removed).ShouldBe(["dryRun", "count", "bytes", "files"]);
        removed.GetProperty("files").GetRawText().ShouldBe(would.GetProperty("files").GetRawText());
        Library.Files("frames").ShouldBeEmpty();
        Library.ShouldBeWhole();
    }

    [Fact]
    public async Task Decide_gives_the_same_frames_as_mining_with_these_thresholds()
    {
        await MineAsync(0, clips.Folder);
        await DecideAsync("quality.max-distance=2", "quality.min-information=0");
        var other = new LibraryFolder(Temp["other"]);

        await CommandLine.ExpectAsync(
            0, "mine", clips.Folder, "--library", other.Path, "--quiet", "--set", "quality.max-distance=2", "--set", "quality.min-information=0");

        other.Contents().ShouldBe(Library.Contents());
    }

    [Fact]
    public async Task Mining_more_videos_keeps_the_thresholds_of_decide()
    {
        await MineAsync(0, clips.Pattern);
        await DecideAsync("quality.min-sharpness=1000000");

        await MineAsync(0, clips.Folder);

        Kept().ShouldBe(0);
    }

    [Fact]
    public async Task Restoring_frames_of_a_deleted_video_fails_and_a_retry_with_the_video_restores_them()
    {
        var clip = Temp["clip.mp4"];
        File.Copy(clips.Pattern, clip);
        await MineAsync(0, clip);
        var kept = Library.Frames().Where(static f => f.Kept).Select(static f => f.Id).ToArray();
        var before = Library.Contents();
        (await CommandLine.ExpectAsync(0, "decide", "--library", Library.Path, "--set", "quality.min-sharpness=1000000", "--keep-dropped", "0")).Errors.ShouldBeEmpty();
        Library.Files("frames").ShouldBeEmpty();
        File.Delete(clip);

        var decided = (await CommandLine.ExpectAsync(1, "decide", "--library", Library.Path, "--set", "quality.min-sharpness=15", "--json")).Json();

        decided.GetProperty("missing").EnumerateArray().Select(static m => m.GetString()!).ShouldBe(kept);
        decided.GetProperty("failures")[0].Text("code").ShouldBe("frames_not_restored");
        (await CommandLine.ExpectAsync(0, "status", "--library", Library.Path)).Output.ShouldContain("1 x frames_not_restored");
        await CommandLine.ExpectAsync(1, "retry", "--library", Library.Path);
        Library.Frames().Count(static f => f.Kept).ShouldBe(kept.Length);

        File.Copy(clips.Pattern, clip);
        await CommandLine.ExpectAsync(0, "retry", "--library", Library.Path);

        Library.Contents().ShouldBe(before);
        (await CommandLine.ExpectAsync(0, "status", "--library", Library.Path)).Output.ShouldNotContain("failed   ");
    }

    [Fact]
    public async Task Workers_for_the_stage_that_decides_are_refused_and_nothing_is_made()
    {
        var refused = await CommandLine.ExpectAsync(2, "mine", clips.Folder, "--library", Library.Path, "--set", "workers.decide=2");

        refused.Errors.ShouldContain("workers.decide is 2; it must be 1");
        Directory.Exists(Library.Path).ShouldBeFalse();
    }

    [Fact]
    public async Task A_folder_that_is_not_a_library_is_refused_and_left_unchanged()
    {
        var refused = await CommandLine.ExpectAsync(2, "decide", "--library", Library.Path);

        refused.Errors.ShouldContain("library_not_found");
        Directory.Exists(Library.Path).ShouldBeFalse();
    }

    private int Kept() => Library.Frames().Count(static f => f.Kept);

    private async Task<System.Text.Json.JsonElement> DecideAsync(params string[] settings) => (await CommandLine.ExpectAsync(
        0, ["decide", "--library", Library.Path, "--json", .. settings.SelectMany(static s => new[] { "--set", s })])).Json();
}
