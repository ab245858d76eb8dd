using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;

namespace Reelmill.Library.Tests.Catalog.Sqlite;

public sealed class SqliteCatalogTests : CatalogFixture
{
    [Fact]
    public async Task Many_tasks_can_write_and_read_concurrently()
    {
        await Parallel.ForAsync(0, 60, async (i, token) =>
        {
            var id = await Catalog.StartAsync($"/{i}");
            await Catalog.CompleteAsync(id, Samples.Result($"v{i}"), [.. Enumerable.Range(0, 20).Select(t => Samples.Frame($"v{i}", t))], token);
            (await Catalog.FindAsync(id, token))!.State.ShouldBe(ItemState.Done);
        });

        var status = await Catalog.StatusAsync();
        (status.Done, status.Running, status.Frames).ShouldBe((60, 0, 1200));
    }

    [Fact]
    public async Task A_stream_reads_one_snapshot_during_writes()
    {
        await Catalog.AddDoneAsync("/a", "a", Samples.Frame("a", 0), Samples.Frame("a", 1));
        var seen = new List<string>();

        await foreach (var entry in Catalog.EntriesAsync())
        {
            seen.Add($"{entry.Frame.Video}/{entry.Frame.TimeMs}");
            await Catalog.AddDoneAsync($"/b{seen.Count}", $"b{seen.Count}", Samples.Frame($"b{seen.Count}", 0));
        }

        seen.ShouldBe(["a/0", "a/1"]);
    }

    [Fact]
    public async Task A_stream_stops_when_it_is_cancelled()
    {
        await Catalog.AddDoneAsync("/a", "a", Samples.Frame("a", 0), Samples.Frame("a", 1));
        using var cancel = new CancellationTokenSource();
        await using var frames = Catalog.FramesAsync(cancel.Token).GetAsyncEnumerator();
        await frames.MoveNextAsync();

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(async () => await frames.MoveNextAsync());
    }

    [Fact]
    public async Task Commits_are_readable_from_the_files_of_a_dead_process()
    {
        await Catalog.AddDoneAsync("/a", "a", Samples.Frame("a", 0));
        var copy = Folder["copy"];
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.GetFiles(Folder.Path, "library.db*").Where(f => !f.EndsWith("-shm", StringComparison.Ordinal)))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        await using var reopened = SqliteCatalog.Open(copy);

        (await reopened.FramesAsync().ToListAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Status_counts_items_failures_frames_and_bytes()
    {
        await Catalog.AddDoneAsync("/a", "a", Samples.Frame("a", 0), Samples.Frame("a", 1), Samples.Frame("a", 2, kept: false));
        await Catalog.EnqueueAsync([new("mine", "/pending")]);
        foreach (var name in new[] { "/4", "/1", "/3", "/2" })
        {
            await Catalog.FailAsync(await Catalog.StartAsync(name), Samples.Failure);
        }

        await Catalog.FailAsync(await Catalog.StartAsync("/0"), Samples.Failure with { Code = "a_rare_one" });

        var status = await Catalog.StatusAsync();

        (status.Pending, status.Running, status.Done, status.Failed).ShouldBe((1, 0, 1, 5));
        status.Failures.Select(f => (f.Code, f.Count)).ShouldBe([("not_media", 4), ("a_rare_one", 1)]);
        status.Failures[0].Examples.Select(e => e.Source).ShouldBe(["/1", "/2", "/3"]);
        status.Rules.ShouldBe([new RuleCount("kept", 2, 0), new RuleCount("sharpness", 0, 1)]);
        (status.Frames, status.Kept, status.Bytes).ShouldBe((3, 2, 2000));
    }

    [Fact]
    public async Task A_read_only_catalog_refuses_writes()
    {
        await using var reader = SqliteCatalog.OpenReadOnly(Folder.Path);

        (await Should.ThrowAsync<LibraryException>(async () => await reader.EnqueueAsync([new("mine", "/a")]))).Code.ShouldBe("library_read_only");
    }

    [Fact]
    public void A_folder_without_a_library_cannot_be_read() =>
        Should.Throw<LibraryException>(() => SqliteCatalog.OpenReadOnly(Folder["none"])).Code.ShouldBe("library_not_found");

    [Fact]
    public async Task A_catalog_with_damaged_pages_is_reported_as_damaged()
    {
        var folder = Folder["damaged"];
        await SqliteCatalog.Open(folder).DisposeAsync();
        await using (var file = File.OpenWrite(Path.Combine(folder, LibraryLayout.Database)))
        {
            file.Position = 100;
            file.Write(new byte[file.Length - 100]);
        }

        Should.Throw<LibraryException>(() => SqliteCatalog.Open(folder)).Code.ShouldBe("library_damaged");
        Should.Throw<LibraryException>(() => SqliteCatalog.OpenReadOnly(folder)).Code.ShouldBe("library_damaged");
    }

    [Fact]
    public async Task Closing_checkpoints_the_write_ahead_log()
    {
        await Catalog.AddDoneAsync("/a", "a", Samples.Frame("a", 0));
        await Catalog.FramesAsync().ToListAsync();

        await Catalog.DisposeAsync();

        File.Exists(Folder["library.db-wal"]).ShouldBeFalse();
    }
}
