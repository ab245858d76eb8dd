using Reelmill.EndToEnd.Tests.App;
using Reelmill.EndToEnd.Tests.Ffmpeg;
using Reelmill.EndToEnd.Tests.Mining;

namespace Reelmill.EndToEnd.Tests.Deciding;

[Collection(WithClips.Name)]
public sealed class DecideTests(Clips clips) : MineTest
{
    [Fact]
    public async Task Another_threshold_and_back_gives_the_same_bytes()
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
    public async Task A_stricter_threshold_drops_frames_and_their_files_and_says_how_many()
    {
        await MineAsync(0, clips.Folder);
        var before = Kept();

        var decided = await DecideAsync("quality.min-sharpness=1000000");

        JsonNames.Of(decided).ShouldBe(["newlyKept", "newlyDropped", "frames", "missing", "looked", "unlooked", "staleCollections"]);
        decided.Number("newlyDropped").ShouldBe(before);
        decided.Number("frames", "kept").ShouldBe(0);
        Library.Files("frames").ShouldBeEmpty();
        Library.ShouldBeWhole();
    }

    [Fact]
    public async Task Deciding_gives_what_mining_with_these_thresholds_gives()
    {
        await MineAsync(0, clips.Folder);
        await DecideAsync("quality.max-distance=2", "quality.min-information=0");
        var other = new Libraries.LibraryFolder(Temp["other"]);

        await ReelmillApp.ExpectAsync(
            0, "mine", clips.Folder, "--library", other.Path, "--quiet", "--set", "quality.max-distance=2", "--set", "quality.min-information=0");

        other.Contents().ShouldBe(Library.Contents());
    }

    [Fact]
    public async Task Mining_more_keeps_the_thresholds_that_were_decided()
    {
        await MineAsync(0, clips.Pattern);
        await DecideAsync("quality.min-sharpness=1000000");

        await MineAsync(0, clips.Folder);

        Kept().ShouldBe(0);
    }

    [Fact]
    public async Task A_video_that_is_gone_is_named_when_its_frames_are_wanted_again()
    {
        var clip = Temp["clip.mp4"];
        File.Copy(clips.Pattern, clip);
        await MineAsync(0, clip);
        var kept = Library.Frames().Where(static f => f.Kept).Select(static f => f.Id).ToArray();
        await DecideAsync("quality.min-sharpness=1000000");
        File.Delete(clip);

        var decided = await DecideAsync("quality.min-sharpness=15");

        decided.GetProperty("missing").EnumerateArray().Select(static m => m.GetString()!).ShouldBe(kept);
    }

    [Fact]
    public async Task A_folder_that_is_no_library_is_refused_and_stays_as_it_is()
    {
        var refused = await ReelmillApp.ExpectAsync(2, "decide", "--library", Library.Path);

        refused.Errors.ShouldContain("library_not_found");
        Directory.Exists(Library.Path).ShouldBeFalse();
    }

    private int Kept() => Library.Frames().Count(static f => f.Kept);

    private async Task<System.Text.Json.JsonElement> DecideAsync(params string[] settings) => (await ReelmillApp.ExpectAsync(
        0, ["decide", "--library", Library.Path, "--json", .. settings.SelectMany(static s => new[] { "--set", s })])).Json();
}
