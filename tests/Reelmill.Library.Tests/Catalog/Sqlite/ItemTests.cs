using Reelmill.Library.Catalog;

namespace Reelmill.Library.Tests.Catalog.Sqlite;

public sealed class ItemTests : CatalogFixture
{
    [Fact]
    public async Task Only_missing_items_are_added()
    {
        (await Catalog.EnqueueAsync([new("mine", "/a"), new("mine", "/b"), new("mine", "/a")])).ShouldBe(2);
        (await Catalog.EnqueueAsync([new("mine", "/b"), new("mine", "/c", """{"k":1}""")])).ShouldBe(1);

        var items = await Catalog.ItemsAsync().ToListAsync();

        items.Select(i => i.Source).ShouldBe(["/a", "/b", "/c"]);
        items.ShouldAllBe(i => i.State == ItemState.Pending && i.CreatedMs == Clock.GetUtcNow().ToUnixTimeMilliseconds());
        items[2].Metadata.ShouldBe("""{"k":1}""");
    }

    [Fact]
    public async Task Enqueuing_a_done_item_keeps_it_done()
    {
        var id = await Catalog.AddDoneAsync("/a", "v");

        (await Catalog.EnqueueAsync([new("mine", "/a")])).ShouldBe(0);

        (await Catalog.FindAsync(id))!.State.ShouldBe(ItemState.Done);
    }

    [Fact]
    public async Task Items_are_found_by_state_pipeline_and_error()
    {
        await Catalog.EnqueueAsync([new("mine", "/a"), new("hls", "/b")]);
        await Catalog.FailAsync(await Catalog.StartAsync("/c"), Samples.Failure);

        (await Catalog.ItemsAsync(new() { State = ItemState.Pending }).ToListAsync()).Count.ShouldBe(2);
        (await Catalog.ItemsAsync(new() { State = ItemState.Pending, Pipeline = "hls" }).ToListAsync()).Single().Source.ShouldBe("/b");
        (await Catalog.ItemsAsync(new() { ErrorCode = "not_media" }).ToListAsync()).Single().Source.ShouldBe("/c");
        (await Catalog.ItemsAsync(new() { ErrorCode = "other" }).ToListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_missing_item_is_null() => (await Catalog.FindAsync("nope")).ShouldBeNull();

    [Fact]
    public async Task Completing_an_item_records_the_result_and_ends_the_attempt()
    {
        var id = await Catalog.AddDoneAsync("/a", "v", Samples.Frame("v", 0));

        var item = (await Catalog.FindAsync(id))!;

        item.State.ShouldBe(ItemState.Done);
        (item.Video, item.Fingerprint, item.Options, item.SourceStamp).ShouldBe(("v", "f1", "{}", "10:20"));
        item.Media.ShouldBe("""{"width":1920}""");
        await Should.ThrowAsync<LibraryException>(Catalog.ReleaseAsync(id));
    }

    [Fact]
    public async Task Failing_an_item_records_the_error_until_the_next_attempt()
    {
        var id = await Catalog.StartAsync("/a");
        await Catalog.FailAsync(id, Samples.Failure);
        var failed = (await Catalog.FindAsync(id))!;
        var number = await Catalog.BeginAttemptAsync(id, "run");
        var restarted = (await Catalog.FindAsync(id))!;

        failed.State.ShouldBe(ItemState.Failed);
        (failed.ErrorCode, failed.ErrorMessage, failed.ErrorDetail).ShouldBe((Samples.Failure.Code, Samples.Failure.Message, Samples.Failure.Detail));
        number.ShouldBe(2);
        (restarted.State, restarted.ErrorCode, restarted.ErrorMessage, restarted.ErrorDetail).ShouldBe((ItemState.Running, null, null, null));
    }

    [Fact]
    public async Task A_released_item_is_pending_and_the_attempt_counts()
    {
        var id = await Catalog.StartAsync("/a");
        Clock.Advance(TimeSpan.FromSeconds(1));

        await Catalog.ReleaseAsync(id);

        var item = (await Catalog.FindAsync(id))!;
        (item.State, item.Attempts).ShouldBe((ItemState.Pending, 1));
        item.UpdatedMs.ShouldBe(item.CreatedMs + 1000);
    }

    [Fact]
    public async Task An_attempt_needs_an_existing_item_that_is_not_running()
    {
        var id = await Catalog.StartAsync("/a");

        (await Should.ThrowAsync<LibraryException>(Catalog.BeginAttemptAsync(id, "run"))).Code.ShouldBe("item_running");
        (await Should.ThrowAsync<LibraryException>(Catalog.BeginAttemptAsync("nope", "run"))).Code.ShouldBe("item_unknown");
    }

    [Fact]
    public async Task An_item_that_is_not_running_cannot_be_completed()
    {
        await Catalog.EnqueueAsync([new("mine", "/a")]);

        var error = await Should.ThrowAsync<LibraryException>(
            Catalog.CompleteAsync(ItemId.Compute("mine", "/a"), Samples.Result("v"), [Samples.Frame("v", 0)]));

        error.Code.ShouldBe("item_not_running");
        (await Catalog.ArtifactsAsync().ToListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task After_a_crash_running_items_are_pending_and_their_attempts_count()
    {
        var running = await Catalog.StartAsync("/a");
        var done = await Catalog.AddDoneAsync("/b", "v");
        await Catalog.BeginRunAsync("mine", "{}");
        await ReopenAsync();

        var recovered = await Catalog.RecoverAsync();

        recovered.ShouldHaveSingleItem().ShouldBe((await Catalog.FindAsync(running))!);
        (recovered[0].State, recovered[0].Attempts).ShouldBe((ItemState.Pending, 1));
        (await Catalog.FindAsync(done))!.State.ShouldBe(ItemState.Done);
        (await Catalog.FindLastRunAsync())!.State.ShouldBe(RunState.Interrupted);
        (await Catalog.RecoverAsync()).ShouldBeEmpty();
        (await Catalog.BeginAttemptAsync(running, "run")).ShouldBe(2);
    }
}
