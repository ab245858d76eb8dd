using Reelmill.Library.Catalog;

namespace Reelmill.Library.Tests.Catalog.Sqlite;

public sealed class FrameTests : CatalogFixture
{
    [Fact]
    public async Task Frames_are_read_back_unchanged_in_order_of_video_and_time()
    {
        FrameRecord[] b = [Samples.Frame("b", 10_000), Samples.Frame("b", 2000, kept: false) with { DuplicateOf = "a/0" }, Samples.Frame("b", 0)];
        var extremes = Samples.Frame("a", 0) with { Hash = ulong.MaxValue, Sharpness = double.Epsilon, Mean = double.MaxValue, Bytes = long.MaxValue };
        await Catalog.AddDoneAsync("/b", "b", b);
        await Catalog.AddDoneAsync("/a", "a", extremes);

        (await Catalog.FramesAsync().ToListAsync()).ShouldBe([extremes, b[2], b[1], b[0]]);
    }

    [Fact]
    public async Task A_second_completion_replaces_the_frames_of_the_video()
    {
        var id = await Catalog.AddDoneAsync("/a", "v", Samples.Frame("v", 0), Samples.Frame("v", 1000));
        await Catalog.BeginAttemptAsync(id, "run");

        await Catalog.CompleteAsync(id, Samples.Result("v"), [Samples.Frame("v", 500)]);

        (await Catalog.FramesAsync().ToListAsync()).Select(f => f.TimeMs).ShouldBe([500]);
    }

    [Fact]
    public async Task A_pipeline_without_frames_keeps_existing_frames()
    {
        await Catalog.AddDoneAsync("/a", "v", Samples.Frame("v", 0));
        var other = await Catalog.StartAsync("/a", "hls");

        await Catalog.CompleteAsync(other, Samples.Result("v"), frames: null);

        (await Catalog.FramesAsync().ToListAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_failed_completion_changes_nothing()
    {
        var id = await Catalog.AddDoneAsync("/a", "v", Samples.Frame("v", 0));
        await Catalog.BeginAttemptAsync(id, "run");

        await Should.ThrowAsync<ArgumentException>(Catalog.CompleteAsync(
            id, Samples.Result("v"), [Samples.Frame("v", 1), Samples.Frame("v", 2) with { Dark = double.NaN }]));

        (await Catalog.FindAsync(id))!.State.ShouldBe(ItemState.Running);
        (await Catalog.ArtifactsAsync().ToListAsync()).ShouldHaveSingleItem().Path.ShouldBe("frames/v/0.jpg");
    }

    [Fact]
    public async Task A_frame_of_another_video_is_refused()
    {
        var id = await Catalog.StartAsync("/a");

        await Should.ThrowAsync<ArgumentException>(() => Catalog.CompleteAsync(id, Samples.Result("v"), [Samples.Frame("w", 0)]));
    }

    [Fact]
    public async Task Frames_of_a_content_without_items_are_deleted()
    {
        var changed = await Catalog.AddDoneAsync("/changed", "old", Samples.Frame("old", 0));
        await Catalog.BeginAttemptAsync(changed, "run");

        await Catalog.CompleteAsync(changed, Samples.Result("new"), [Samples.Frame("new", 0)]);

        (await Catalog.ArtifactsAsync().ToListAsync()).Select(a => a.Path).ShouldBe(["frames/new/0.jpg"]);
    }

    [Fact]
    public async Task An_item_that_fails_when_reprocessed_keeps_its_frames()
    {
        var id = await Catalog.AddDoneAsync("/a", "v", Samples.Frame("v", 0));
        await Catalog.BeginAttemptAsync(id, "run");

        await Catalog.FailAsync(id, Samples.Failure);

        (await Catalog.FramesAsync().ToListAsync()).ShouldBe([Samples.Frame("v", 0)]);
        (await Catalog.EntriesAsync().ToListAsync()).ShouldHaveSingleItem().Source.ShouldBe("/a");
        (await Catalog.VideosAsync()).ShouldHaveSingleItem().Video.ShouldBe("v");
        (await new VideoStore(Catalog).ListItemsAsync("v")).ShouldHaveSingleItem().State.ShouldBe(ItemState.Failed);
        (await Catalog.StatusAsync()).ShouldSatisfyAllConditions(s => s.Failed.ShouldBe(1), s => s.Kept.ShouldBe(1));
    }

    [Fact]
    public async Task A_dropped_frame_hides_its_file_until_the_file_is_cleared()
    {
        var kept = Samples.Frame("v", 0);
        await Catalog.AddDoneAsync("/a", "v", kept, Samples.Frame("v", 1000));
        var file = new Artifact(kept.Path!, kept.Sha256!, kept.Bytes!.Value);
        var dropped = kept with { Kept = false, Rule = "sharpness", Path = null, Sha256 = null, Bytes = null, DroppedFile = file };

        await Catalog.ApplyDecisionsAsync([dropped]);

        (await Catalog.FramesAsync().ToListAsync())[0].ShouldBe(dropped);
        (await Catalog.DroppedFilesAsync().ToListAsync()).ShouldBe([file]);
        (await Catalog.ArtifactsAsync().ToListAsync()).Count.ShouldBe(2);
        var status = await Catalog.StatusAsync();
        (status.Bytes, status.DroppedFiles).ShouldBe((1000, new DroppedFiles(1, 1000)));

        (await Catalog.ForgetDroppedFilesAsync([file.Path, "frames/v/1000.jpg", "frames/w/0.jpg"])).ShouldBe(1);

        (await Catalog.ArtifactsAsync().ToListAsync()).Select(a => a.Path).ShouldBe(["frames/v/1000.jpg"]);
        (await Catalog.FramesAsync().ToListAsync())[0].ShouldBe(dropped with { DroppedFile = null });
    }

    [Fact]
    public async Task Videos_fail_and_recover_without_losing_a_frame()
    {
        var one = await Catalog.AddDoneAsync("/a", "v", Samples.Frame("v", 0));
        await Catalog.AddDoneAsync("/b", "v", Samples.Frame("v", 0));
        await Catalog.AddDoneAsync("/c", "w", Samples.Frame("w", 0));
        var messages = new Dictionary<string, string>(StringComparer.Ordinal) { ["v"] = "two frames" };

        (await Catalog.FailVideosAsync("frames_not_restored", messages)).Select(i => i.Source).ShouldBe(["/a", "/b"]);
        (await Catalog.FailVideosAsync("frames_not_restored", new Dictionary<string, string>(StringComparer.Ordinal) { ["v"] = "one frame" })).ShouldBeEmpty();

        var failed = (await Catalog.FindAsync(one))!;
        (failed.State, failed.Video, failed.ErrorCode, failed.ErrorMessage).ShouldBe((ItemState.Failed, "v", "frames_not_restored", "one frame"));
        (await Catalog.FramesAsync().ToListAsync()).Count.ShouldBe(2);
        (await Catalog.StatusAsync()).Failures.ShouldHaveSingleItem().Count.ShouldBe(2);

        (await Catalog.FailVideosAsync("frames_not_restored", new Dictionary<string, string>(StringComparer.Ordinal))).ShouldBeEmpty();

        (await Catalog.StatusAsync()).ShouldSatisfyAllConditions(s => s.Done.ShouldBe(3), s => s.Failures.ShouldBeEmpty());
    }

    [Fact]
    public async Task Frames_shared_by_two_items_stay_when_one_fails()
    {
        var one = await Catalog.AddDoneAsync("/a", "v", Samples.Frame("v", 0));
        await Catalog.AddDoneAsync("/b", "v", Samples.Frame("v", 0));
        await Catalog.BeginAttemptAsync(one, "run");

        await Catalog.FailAsync(one, Samples.Failure);

        (await Catalog.FramesAsync().ToListAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_item_in_progress_shows_no_frames_but_keeps_its_files()
    {
        var id = await Catalog.AddDoneAsync("/a", "v", Samples.Frame("v", 0));

        await Catalog.BeginAttemptAsync(id, "run");

        (await Catalog.FramesAsync().ToListAsync()).ShouldBeEmpty();
        (await Catalog.ArtifactsAsync().ToListAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Only_decisions_that_differ_change_frames()
    {
        await Catalog.AddDoneAsync("/a", "v", Samples.Frame("v", 0), Samples.Frame("v", 1000));
        var same = Samples.Frame("v", 0);
        var dropped = Samples.Frame("v", 1000) with { Kept = false, Rule = "duplicate", Score = 2, Threshold = 4, DuplicateOf = "v/0", Path = null, Sha256 = null, Bytes = null };
        var unknown = dropped with { TimeMs = 5000 };

        (await Catalog.ApplyDecisionsAsync([same, dropped, unknown])).ShouldBe(1);
        (await Catalog.ApplyDecisionsAsync([same, dropped, unknown])).ShouldBe(0);

        var frame = (await Catalog.FramesAsync().ToListAsync())[1];
        frame.ShouldBe(dropped);
    }

    [Fact]
    public async Task Decisions_with_a_number_that_is_not_finite_change_nothing()
    {
        await Catalog.AddDoneAsync("/a", "v", Samples.Frame("v", 0));
        var dropped = Samples.Frame("v", 0) with { Kept = false, Rule = "sharpness" };

        await Should.ThrowAsync<ArgumentException>(Catalog.ApplyDecisionsAsync([dropped, dropped with { Score = double.PositiveInfinity }]));

        (await Catalog.FramesAsync().ToListAsync()).ShouldBe([Samples.Frame("v", 0)]);
    }

    [Fact]
    public async Task A_duplicate_frame_refuses_the_whole_completion()
    {
        var id = await Catalog.StartAsync("/a");

        var error = await Should.ThrowAsync<LibraryException>(
            Catalog.CompleteAsync(id, Samples.Result("v"), [Samples.Frame("v", 0), Samples.Frame("v", 0)]));

        error.Code.ShouldBe("record_refused");
        await Catalog.FailAsync(id, Samples.Failure);
        (await Catalog.ArtifactsAsync().ToListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_video_is_listed_under_the_first_source_of_its_done_items()
    {
        await Catalog.AddDoneAsync("/z", "v", Samples.Frame("v", 0));
        await Catalog.AddDoneAsync("/\uFF5E", "v", Samples.Frame("v", 0));
        await Catalog.AddDoneAsync("/\U0001F600", "v", Samples.Frame("v", 0));
        await Catalog.StartAsync("/a");

        var video = (await Catalog.VideosAsync()).ShouldHaveSingleItem();

        video.Source.ShouldBe("/z");
        video.Sources.ShouldBe(["/z", "/\U0001F600", "/\uFF5E"]);
        (await Catalog.EntriesAsync().ToListAsync()).ShouldBe([new FrameEntry("/z", Samples.Frame("v", 0))]);
    }
}
