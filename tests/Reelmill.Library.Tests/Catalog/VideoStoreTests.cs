using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Library.Tests.Catalog.Sqlite;
using static Reelmill.Library.Tests.Samples;

namespace Reelmill.Library.Tests.Catalog;

public sealed class VideoStoreTests : CatalogFixture
{
    private VideoStore Videos => new(Catalog);

    [Fact]
    public async Task Items_of_videos_are_ordered_by_content_and_indexed_images_are_left_out()
    {
        await Catalog.AddDoneAsync("/z.mp4", "v1");
        await Catalog.AddDoneAsync("/b.mp4", "v2");
        await Catalog.AddDoneAsync("/a.mp4", "v2");
        await AddAsync("hls", "/c.mp4", "v3");
        await AddAsync("index", "/image.jpg", "v2a");
        await Catalog.FailAsync(await Catalog.StartAsync("/failed.mp4"), Failure);
        await Catalog.StartAsync("/running.mp4");

        var all = await Videos.StreamItemsAsync("").ToListAsync();
        var rest = await Videos.StreamItemsAsync("v1").ToListAsync();

        all.Select(static i => i.Source).ShouldBe(["/z.mp4", "/a.mp4", "/b.mp4", "/c.mp4"]);
        rest.Select(static i => i.Source).ShouldBe(["/a.mp4", "/b.mp4", "/c.mp4"]);
        (await Videos.ListItemsAsync("v2")).Select(static i => i.Source).ShouldBe(["/a.mp4", "/b.mp4"]);
        (await Videos.ListItemsAsync("v2a")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Frames_of_one_video_are_counted_listed_and_found()
    {
        await Catalog.AddDoneAsync("/a.mp4", "v1", Frame("v1", 2000), Frame("v1", 0, kept: false), Frame("v1", 1000));
        await Catalog.AddDoneAsync("/b.mp4", "v2", Frame("v2", 0));

        (await Videos.CountAsync("v1")).ShouldBe(new VideoFrames(3, 2, 1000));
        (await Videos.CountAsync("v3")).ShouldBe(new VideoFrames(0, 0, null));
        (await Catalog.ListFramesAsync("v1")).Select(static f => f.TimeMs).ShouldBe([0, 1000, 2000]);
        (await Videos.ListFramesAsync("v1", -1, 2)).Select(static f => f.TimeMs).ShouldBe([0, 1000]);
        (await Videos.ListFramesAsync("v1", 1000, 2)).Select(static f => f.TimeMs).ShouldBe([2000]);
        (await Videos.FindFrameAsync("v1", 2000)).ShouldBe(Frame("v1", 2000));
        (await Videos.FindFrameAsync("v1", 2001)).ShouldBeNull();
    }

    [Fact]
    public async Task Only_a_recorded_file_is_found()
    {
        var file = new Artifact("hls/v1/master.m3u8", new string('b', 64), 12);
        await AddAsync("hls", "/a.mp4", "v1", file);

        (await Videos.FindFileAsync("hls/v1/master.m3u8")).ShouldBe(file);
        (await Videos.FindFileAsync("hls/v1/../v1/master.m3u8")).ShouldBeNull();
    }

    [Theory]
    [InlineData(null, "items_by_state")]
    [InlineData("v1", "items_by_video")]
    public async Task A_filter_of_items_uses_an_index(string? video, string index)
    {
        var filter = new ItemFilter { State = ItemState.Done, Pipeline = "mine", Video = video };

        (await ExplainAsync(c => ItemTable.Select(c, filter))).ShouldContain(index);
    }

    [Fact]
    public async Task A_page_of_videos_is_read_in_order_without_sorting()
    {
        var plan = await ExplainAsync(static c => ItemTable.SelectVideos(c, "v1"));

        plan.ShouldContain("items_present (video>?)");
        plan.ShouldNotContain("TEMP B-TREE");
    }

    private Task<string> ExplainAsync(Func<Microsoft.Data.Sqlite.SqliteConnection, Microsoft.Data.Sqlite.SqliteCommand> select) => Catalog.ReadAsync(
        c =>
        {
            using var command = select(c);
            command.CommandText = $"EXPLAIN QUERY PLAN {command.CommandText}";
            using var rows = command.ExecuteReader();
            var plan = new List<string>();
            while (rows.Read())
            {
                plan.Add(rows.GetString(3));
            }

            return string.Join('\n', plan);
        },
        CancellationToken.None);

    private async Task AddAsync(string pipeline, string source, string video, params Artifact[] files) =>
        await Catalog.CompleteAsync(await Catalog.StartAsync(source, pipeline), Result(video) with { Files = files }, null);
}
