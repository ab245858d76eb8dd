using System.Text.Json;

namespace Reelmill.Server.Tests.Library;

[Collection(ReadCollection.Name)]
public sealed class VideoTests(ReadHost host)
{
    [Fact]
    public async Task The_library_statistics_include_rules_and_limits()
    {
        var library = await host.GetAsync("/v1/library");

        library.GetProperty("items").GetProperty("done").GetInt64().ShouldBeGreaterThanOrEqualTo(3);
        var frames = library.GetProperty("frames");
        frames.GetProperty("sampled").GetInt64().ShouldBe(13);
        (frames.GetProperty("kept").GetInt64() + frames.GetProperty("dropped").GetInt64()).ShouldBe(13);
        library.GetProperty("bytes").GetInt64().ShouldBeGreaterThan(0);
        library.GetProperty("rules").EnumerateArray().ShouldContain(static r => r.GetProperty("rule").GetString() == "too_dark");
        library.GetProperty("rules").EnumerateArray().ShouldContain(static r => r.GetProperty("rule").GetString() == "duplicate_across_videos");
        library.GetProperty("limits").EnumerateObject().Select(static l => l.Name).ShouldBe(["minSharpness", "darkBelow", "brightAbove", "minContrast", "minInformation", "maxDistance"]);
    }

    [Fact]
    public async Task A_video_document_has_the_facts_of_the_video_and_the_URLs_of_its_files()
    {
        var video = await host.GetAsync($"/v1/library/videos/{host.Video}");

        video.GetProperty("sources").EnumerateArray().Select(static s => s.GetString()).ShouldBe([Path.GetFileName(host.Clip)]);
        video.GetProperty("title").GetString().ShouldBe(ReadHost.Title);
        video.GetProperty("durationSeconds").GetDouble().ShouldBe(8, 0.1);
        (video.GetProperty("width").GetInt32(), video.GetProperty("height").GetInt32()).ShouldBe((320, 180));
        (video.GetProperty("fps").GetDouble(), video.GetProperty("codec").GetString()).ShouldBe((25, "h264"));
        video.GetProperty("frames").GetInt64().ShouldBe(8);
        video.GetProperty("damaged").GetBoolean().ShouldBeFalse();
        foreach (var url in new[] { "poster", "hls", "media" })
        {
            (await host.Client.GetAsync(video.GetProperty(url).GetString())).EnsureSuccessStatusCode();
        }
    }

    [Fact]
    public async Task Pages_of_videos_have_no_gap_and_no_overlap()
    {
        var first = await host.GetAsync("/v1/library/videos?limit=1");
        var next = first.GetProperty("next").GetString();
        var second = await host.GetAsync($"/v1/library/videos?limit=3&cursor={next}");
        var all = await host.GetAsync("/v1/library/videos");

        Ids(first).Concat(Ids(second)).ShouldBe(Ids(all));
        Ids(all).Length.ShouldBe(4);
        second.GetProperty("next").GetString().ShouldBeNull();
    }

    [Fact]
    public async Task A_damaged_video_is_marked_as_damaged()
    {
        var video = (await host.GetAsync("/v1/library/videos?text=damaged")).GetProperty("videos")[0];

        video.GetProperty("damaged").GetBoolean().ShouldBeTrue();
    }

    [Theory]
    [InlineData("SHORT.mp4", 1)]
    [InlineData("<SCRIPT>", 1)]
    [InlineData("ünïCODE", 1)]
    [InlineData(".mp4", 4)]
    [InlineData("%", 0)]
    public async Task Videos_are_found_by_their_sources_and_titles(string text, int count) =>
        Ids(await host.GetAsync($"/v1/library/videos?text={Uri.EscapeDataString(text)}")).Length.ShouldBe(count);

    [Fact]
    public async Task Frames_have_their_scores_decisions_and_image_URLs()
    {
        var frames = (await host.GetAsync($"/v1/library/videos/{host.Video}/frames")).GetProperty("frames").EnumerateArray().ToArray();

        frames.Select(static f => f.GetProperty("timeMs").GetInt64()).ShouldBe([0, 1000, 2000, 3000, 4000, 5000, 6000, 7000]);
        var dark = frames[3];
        dark.GetProperty("kept").GetBoolean().ShouldBeFalse();
        dark.GetProperty("rule").GetString().ShouldBe("too_dark");
        dark.GetProperty("score").GetDouble().ShouldBeLessThan(dark.GetProperty("threshold").GetDouble());
        dark.GetProperty("image").GetString().ShouldBe($"/v1/library/videos/{host.Video}/frames/3000.jpg");
        frames[0].GetProperty("kept").GetBoolean().ShouldBeTrue();
        frames[0].GetProperty("motion").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Pages_of_frames_have_no_gap_and_no_overlap()
    {
        var frames = $"/v1/library/videos/{host.Video}/frames";
        var (times, sizes, cursor) = (new List<long>(), new List<int>(), "-1");
        while (cursor is not null)
        {
            var page = await host.GetAsync($"{frames}?limit=3&cursor={cursor}");
            times.AddRange(page.GetProperty("frames").EnumerateArray().Select(static f => f.GetProperty("timeMs").GetInt64()));
            sizes.Add(page.GetProperty("frames").GetArrayLength());
            cursor = page.GetProperty("next").ValueKind == JsonValueKind.Null ? null : page.GetProperty("next").GetRawText();
        }

        times.ShouldBe([0, 1000, 2000, 3000, 4000, 5000, 6000, 7000]);
        sizes.ShouldBe([3, 3, 2]);
        (await host.GetAsync(frames)).GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Theory]
    [InlineData("/v1/library/videos/0000", "video_not_found")]
    [InlineData("/v1/library/videos/0000/frames", "video_not_found")]
    [InlineData("/v1/library/videos/0000/media", "video_not_found")]
    [InlineData("/v1/library/videos/0000/frames/0.jpg", "frame_not_found")]
    public async Task What_is_not_there_is_named(string url, string code) =>
        (await ReadHost.ProblemAsync(await host.Client.GetAsync(url))).ShouldSatisfyAllConditions(p => p.Status.ShouldBe(404), p => p.Code.ShouldBe(code));

    private static string[] Ids(JsonElement page) => [.. page.GetProperty("videos").EnumerateArray().Select(static v => v.GetProperty("id").GetString()!)];
}
