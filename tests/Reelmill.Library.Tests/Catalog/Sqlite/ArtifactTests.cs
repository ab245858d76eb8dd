using Reelmill.Library.Catalog;

namespace Reelmill.Library.Tests.Catalog.Sqlite;

public sealed class ArtifactTests : CatalogFixture
{
    private static readonly Artifact[] Files = [new("hls/v/a.m4s", new string('a', 64), 10), new("hls/v/master.m3u8", new string('b', 64), 20)];

    [Fact]
    public async Task Files_of_a_finished_item_are_listed_after_the_frames()
    {
        await Catalog.AddDoneAsync("/a", "v", Samples.Frame("v", 0));
        await AddAsync("/a", "v", Files);

        (await Catalog.ArtifactsAsync().ToListAsync()).Select(a => a.Path).ShouldBe(["frames/v/0.jpg", "hls/v/a.m4s", "hls/v/master.m3u8"]);
    }

    [Fact]
    public async Task Reprocessing_an_item_replaces_its_files_and_its_outcome()
    {
        var id = await AddAsync("/a", "v", Files);
        await Catalog.BeginAttemptAsync(id, "run");
        await Catalog.CompleteAsync(id, Samples.Result("v") with { Files = [Files[1]], Outcome = """{"n":1}""" }, null);

        (await Catalog.ArtifactsAsync().ToListAsync()).ShouldBe([Files[1]]);
        (await Catalog.FindAsync(id))!.Outcome.ShouldBe("""{"n":1}""");
    }

    [Fact]
    public async Task Files_are_removed_with_the_last_item_of_their_content_and_pipeline()
    {
        await Catalog.AddDoneAsync("/a", "v");
        var id = await AddAsync("/a", "v", Files);
        await Catalog.BeginAttemptAsync(id, "run");
        await Catalog.FailAsync(id, Samples.Failure);
        (await Catalog.ArtifactsAsync().ToListAsync()).ShouldBe(Files);
        await Catalog.BeginAttemptAsync(id, "run");
        await Catalog.CompleteAsync(id, Samples.Result("w") with { Files = [] }, null);

        (await Catalog.ArtifactsAsync().ToListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Frames_are_removed_with_the_item_of_mine_while_other_pipelines_keep_their_files()
    {
        var id = await Catalog.AddDoneAsync("/a", "v", Samples.Frame("v", 0));
        await AddAsync("/a", "v", Files);
        await Catalog.BeginAttemptAsync(id, "run");
        await Catalog.CompleteAsync(id, Samples.Result("w"), []);

        (await Catalog.FramesAsync().ToListAsync()).ShouldBeEmpty();
        (await Catalog.ArtifactsAsync().ToListAsync()).ShouldBe(Files);
    }

    private async Task<string> AddAsync(string source, string video, Artifact[] files)
    {
        var id = await Catalog.StartAsync(source, "hls");
        await Catalog.CompleteAsync(id, Samples.Result(video) with { Files = files }, null);
        return id;
    }
}
