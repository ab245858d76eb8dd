using System.Text.Json;
using Reelmill.Core;
using Reelmill.Library.Catalog;
using Reelmill.Server.Reports;
using Reelmill.Server.Reports.Selection;

namespace Reelmill.Server.Tests.Reports;

public sealed class LibraryReportTests : ReportFixture
{
    [Fact]
    public async Task The_report_contains_the_documents_of_the_API()
    {
        await AddAllAsync();
        var report = await ReadAsync();

        report.Report.GetProperty("name").GetString().ShouldBe("library");
        report.Report.GetProperty("folder").GetString().ShouldBe(Catalog.Folder);
        var library = report.At("/v1/library");
        library.GetProperty("items").ToString().ShouldBe("""{"pending":0,"running":0,"done":2,"failed":1}""");
        library.GetProperty("frames").ToString().ShouldBe("""{"sampled":8,"kept":3,"dropped":5,"duplicates":3}""");
        library.GetProperty("limits").GetProperty("darkBelow").GetDouble().ShouldBe(0.32);
        report.Videos.Select(static v => v.GetProperty("id").GetString()).ShouldBe(["aaaa", "bbbb"]);
        report.Videos[0].GetProperty("sources")[0].GetString().ShouldBe("/in/clip.mp4");
        report.Videos[0].GetProperty("poster").GetString().ShouldBe(ReportData.GetAddress("aaaa", 0));
        report.Videos[0].GetProperty("frames").GetInt64().ShouldBe(5);
        report.Frames("aaaa").GetArrayLength().ShouldBe(5);
        report.ThumbnailCount.ShouldBe(3);
    }

    [Fact]
    public async Task The_report_contains_the_last_run_with_stages_and_timeline()
    {
        await AddAllAsync();
        var run = (await ReadAsync()).Report.GetProperty("run");

        run.GetProperty("pipeline").GetString().ShouldBe("mine");
        run.GetProperty("state").GetString().ShouldBe("done");
        run.GetProperty("elapsedSeconds").GetDouble().ShouldBe(75.5);
        run.GetProperty("bottleneck").GetProperty("advice").GetString().ShouldBe("'score' is busy 91 % of the time: give it more workers (score=2, now 1).");
        var score = run.GetProperty("stages")[1];
        score.GetProperty("name").GetString().ShouldBe("score");
        score.GetProperty("busy").GetDouble().ShouldBe(0.91);
        score.GetProperty("queued").GetInt32().ShouldBe(16);
        score.GetProperty("rate").GetDouble().ShouldBe(0.53);
        run.GetProperty("timeline").GetProperty("points").GetArrayLength().ShouldBe(50);
    }

    [Fact]
    public async Task Thresholds_are_those_recorded_in_the_frames_or_else_the_defaults()
    {
        await AddAllAsync();
        var scores = (await ReadAsync()).Report.GetProperty("scores").EnumerateArray().ToDictionary(static s => s.GetProperty("score").GetString()!, StringComparer.Ordinal);

        Threshold("sharpness").ShouldBe((12, "blurred", true));
        Threshold("dark").ShouldBe((0.32, "too_dark", true));
        Threshold("bright").ShouldBe((0.95, "too_bright", false));
        scores["motion"].GetProperty("threshold").ValueKind.ShouldBe(JsonValueKind.Null);
        Sum("sharpness", "kept").ShouldBe(3);
        Sum("sharpness", "dropped").ShouldBe(5);
        Sum("motion", "kept").ShouldBe(2);

        (double, string?, bool) Threshold(string score) => scores[score].GetProperty("threshold") is var threshold
            ? (threshold.GetProperty("place").GetProperty("value").GetDouble(), threshold.GetProperty("rule").GetString(), threshold.GetProperty("recorded").GetBoolean())
            : default;
        long Sum(string score, string side) => scores[score].GetProperty(side).EnumerateArray().Sum(static c => c.GetInt64());
    }

    [Fact]
    public async Task Failures_are_grouped_by_code_with_their_messages()
    {
        await AddAllAsync();
        await AddFailureAsync("/in/b.mp4", "not_media", "Second.", "moov atom not found");
        var failure = (await ReadAsync(new ReportLimits(FailuresPerCode: 1))).Report.GetProperty("failures")[0];

        failure.GetProperty("code").GetString().ShouldBe("not_media");
        failure.GetProperty("count").GetInt64().ShouldBe(2);
        var item = failure.GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        item.GetProperty("source").GetString().ShouldBe("/in/b.mp4");
        item.GetProperty("attempts").GetInt32().ShouldBe(1);
        item.GetProperty("error").ToString().ShouldBe("""{"code":"not_media","message":"Second.","retryable":false,"stderr":"moov atom not found"}""");
    }

    [Fact]
    public async Task Dropped_frames_have_their_rule_and_the_image_of_the_frame_that_they_duplicate()
    {
        await AddAllAsync();
        var report = await ReadAsync(new ReportLimits(Kept: 1));

        var duplicate = report.Frame("aaaa", 2000);
        duplicate.GetProperty("rule").GetString().ShouldBe("duplicate_in_video");
        duplicate.GetProperty("score").GetDouble().ShouldBe(4);
        duplicate.GetProperty("threshold").GetDouble().ShouldBe(5);
        duplicate.GetProperty("twin").GetString().ShouldBe("aaaa/0");
        duplicate.GetProperty("image").ValueKind.ShouldBe(JsonValueKind.Null);
        report.Frame("bbbb", 0).GetProperty("rule").GetString().ShouldBe("too_dark");

        // The limit allows one kept frame, but every frame that a dropped one duplicates still has its thumbnail.
        report.Thumbnails.TryGetProperty(ReportData.GetAddress("aaaa", 0), out _).ShouldBeTrue();
        report.Thumbnails.TryGetProperty(ReportData.GetAddress("aaaa", 3500), out _).ShouldBeTrue();
    }

    [Fact]
    public async Task A_dropped_frame_with_a_file_has_a_thumbnail()
    {
        await AddAllAsync();
        await Catalog.ApplyDecisionsAsync([Frame("aaaa", 3500) with { Kept = false, Rule = "blurred", Score = 9, Threshold = 12 }]);
        var report = await ReadAsync();

        report.Frame("aaaa", 3500).GetProperty("image").GetString().ShouldBe(ReportData.GetAddress("aaaa", 3500));
        report.Thumbnails.TryGetProperty(ReportData.GetAddress("aaaa", 3500), out _).ShouldBeTrue();
    }

    [Fact]
    public async Task Frames_have_their_values_and_their_detections_by_descending_score()
    {
        var found = string.Join(',', Enumerable.Range(0, 30).Select(static i => $$"""{"label":"<b>{{i}}","score":{{(99 - i) / 100.0}},"x":{{i}},"y":40.5,"width":16,"height":9}"""));
        await AddVideoAsync("/in/a.mp4", "aaaa", Frame("aaaa", 0) with { Detections = $$"""{"model":"yolox-nano","covered":0.25,"found":[{{found}}]}""", Values = new FrameValues([new("caption", new FrameValue("a <dog>"))]) });
        var frame = (await ReadAsync(new ReportLimits(Detections: 12))).Frame("aaaa", 0);

        frame.GetProperty("detections").GetArrayLength().ShouldBe(12);
        frame.GetProperty("detections")[0].ToString().ShouldBe("""{"class":"\u003Cb\u003E0","score":0.99,"x":0,"y":40.5,"width":16,"height":9}""");
        frame.GetProperty("values").GetProperty("caption").GetString().ShouldBe("a <dog>");
    }

    [Fact]
    public async Task Untrusted_names_never_become_markup_and_hide_no_text()
    {
        const string Hostile = "/in/\"></script><!--<script>alert('x')</script>&\u202Egpj.exe\u0000\u2028 مرحبا \uD800.mp4";
        await AddVideoAsync(Hostile, "aaaa", Frame("aaaa", 0));
        await AddFailureAsync("https://user:word@host/<img src=x onerror=y>?token=secret", "not_media", "<b>bold</b> https://host/a?key=secret", "</pre><script>");
        await AddRunAsync("</p><script>");
        var page = await WriteAsync();

        var json = ReportData.ExtractJson(page);
        json.ShouldNotContain('<');
        json.ShouldNotContain('>');
        json.ShouldNotContain('&');
        json.ShouldNotContain('\u2028');
        json.ShouldNotContain("secret");
        page.ShouldEndWith("</script></html>");
        var report = ReportData.Parse(page);
        report.Videos[0].GetProperty("sources")[0].GetString()!.ShouldStartWith("/in/\"></script><!--<script>alert('x')</script>&\\u202egpj.exe\\u0000\\u2028 مرحبا ");
        report.Report.GetProperty("run").GetProperty("bottleneck").GetProperty("advice").GetString().ShouldBe("</p><script>");
    }

    [Fact]
    public async Task Frames_are_allocated_evenly_and_omitted_ones_are_counted()
    {
        for (var v = 0; v < 5; v++)
        {
            var video = $"v{v}";
            await AddVideoAsync($"/in/{v}.mp4", video, [.. Enumerable.Range(0, 2 + (4 * v)).Select(i => Frame(video, i * 1000))]);
        }

        var report = await ReadAsync(new ReportLimits(Kept: 9, Videos: 3, ListedVideos: 1));

        report.ThumbnailCount.ShouldBe(9);
        report.Videos.Select(v => report.Frames(v.GetProperty("id").GetString()!).GetArrayLength()).ShouldBe([2, 3, 4]);
        report.Report.GetProperty("leftOut").ToString().ShouldBe("""{"v0":{"frames":[],"sources":0},"v1":{"frames":[{"rule":null,"count":3}],"sources":0},"v2":{"frames":[{"rule":null,"count":6}],"sources":0}}""");
        report.Report.GetProperty("further").ToString().ShouldBe("""{"listed":[{"source":"/in/3.mp4","sampled":14,"kept":14}],"unlisted":1,"sampled":18,"kept":18}""");
    }

    [Fact]
    public async Task Inputs_with_the_same_content_are_limited_and_omitted_ones_are_counted()
    {
        for (var i = 0; i < 5; i++)
        {
            await AddVideoAsync($"/in/{i}.mp4", "aaaa", Frame("aaaa", 0));
        }

        var report = await ReadAsync(new ReportLimits(Sources: 2));

        report.Videos[0].GetProperty("sources").ToString().ShouldBe("""["/in/0.mp4","/in/1.mp4"]""");
        report.Report.GetProperty("leftOut").GetProperty("aaaa").GetProperty("sources").GetInt32().ShouldBe(3);
    }

    [Fact]
    public async Task Dropped_frames_are_limited_and_omitted_ones_are_counted_by_rule()
    {
        var frames = Enumerable.Range(0, 20).Select(i => i % 2 == 0
            ? Frame("aaaa", i * 1000)
            : Frame("aaaa", i * 1000) with { Kept = false, Rule = i < 15 ? "duplicate_in_video" : "blurred", Score = 1, Threshold = 5, DuplicateOf = i < 15 ? $"aaaa/{(i - 1) * 1000}" : null });
        await AddVideoAsync("/in/a.mp4", "aaaa", [.. frames]);

        var report = await ReadAsync(new ReportLimits(Kept: 2, Dropped: 5, DroppedThumbnails: 1));

        report.Frames("aaaa").GetArrayLength().ShouldBe(7);
        report.ThumbnailCount.ShouldBe(3);
        report.Report.GetProperty("leftOut").ToString().ShouldBe("""{"aaaa":{"frames":[{"rule":null,"count":8},{"rule":"blurred","count":1},{"rule":"duplicate_in_video","count":4}],"sources":0}}""");
    }

    [Fact]
    public async Task An_unreadable_image_is_reported_as_a_problem()
    {
        await AddVideoAsync("/in/a.mp4", "aaaa", Frame("aaaa", 0), Frame("aaaa", 1000), Frame("aaaa", 2000), Frame("aaaa", 3000));
        var folder = Path.Combine(Catalog.Folder, "frames", "aaaa");
        File.Delete(Path.Combine(folder, "0.jpg"));
        await File.WriteAllTextAsync(Path.Combine(folder, "1000.jpg"), "not an image");
        await Catalog.ApplyDecisionsAsync([Frame("aaaa", 2000) with { Path = "../../../etc/passwd" }]);

        var report = await ReadAsync();

        report.Problem("aaaa", 0).ShouldBe("missing");
        report.Problem("aaaa", 1000).ShouldBe("damaged");
        report.Problem("aaaa", 2000).ShouldBe("unreadable");
        report.ThumbnailCount.ShouldBe(1);
    }

    [Fact]
    public async Task An_empty_library_has_a_report()
    {
        var page = await WriteAsync();
        var report = ReportData.Parse(page);

        report.Report.GetProperty("run").ValueKind.ShouldBe(JsonValueKind.Null);
        report.Report.GetProperty("failures").GetArrayLength().ShouldBe(0);
        report.Videos.ShouldBeEmpty();
        page.ShouldEndWith("</script></html>");
    }

    [Fact]
    public async Task A_run_without_a_readable_summary_has_no_numbers()
    {
        await Catalog.BeginRunAsync("mine", "{}");
        await ShouldHaveNoNumbersAsync("running");

        var id = await Catalog.BeginRunAsync("mine", "{}");
        await Catalog.FinishRunAsync(id, RunState.Interrupted, "{\"stages\": 1}", "not json");
        await ShouldHaveNoNumbersAsync("interrupted");

        async Task ShouldHaveNoNumbersAsync(string state)
        {
            var run = (await ReadAsync()).Report.GetProperty("run");
            run.GetProperty("state").GetString().ShouldBe(state);
            run.GetProperty("stages").ValueKind.ShouldBe(JsonValueKind.Null);
            run.GetProperty("timeline").ValueKind.ShouldBe(JsonValueKind.Null);
        }
    }

    [Fact]
    public async Task A_report_of_the_same_content_has_the_same_bytes()
    {
        await AddAllAsync();
        var first = await WriteAsync();
        var written = File.GetLastWriteTimeUtc(Folder["written.html"]);

        (await WriteAsync()).ShouldBe(first);
        File.GetLastWriteTimeUtc(Folder["written.html"]).ShouldBe(written);
    }

    [Fact]
    public void A_missing_template_is_reported_with_advice()
    {
        var missing = Should.Throw<PipelineException>(() => ReportTemplate.Read(Folder["none"]));
        missing.Code.ShouldBe("page_missing");
        missing.Message.ShouldContain("Node.js");

        File.WriteAllText(Folder[ReportTemplate.FileName], "<html></html>");
        Should.Throw<PipelineException>(() => ReportTemplate.Read(Folder.Path)).Code.ShouldBe("page_missing");
    }

    [Fact]
    public async Task A_canceled_report_leaves_the_existing_one()
    {
        await AddAllAsync();
        var older = await WriteAsync();
        await AddVideoAsync("/in/more.mp4", "cccc", Frame("cccc", 0));

        await Should.ThrowAsync<OperationCanceledException>(() => LibraryReport.WriteAsync(Catalog, Template(), Folder["written.html"], new ReportLimits(), new CancellationToken(canceled: true)));

        (await File.ReadAllTextAsync(Folder["written.html"])).ShouldBe(older);
    }
}
