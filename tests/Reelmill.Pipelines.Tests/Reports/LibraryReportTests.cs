using System.Text.RegularExpressions;
using Reelmill.Library.Catalog;
using Reelmill.Pipelines.Reports.Survey;

namespace Reelmill.Pipelines.Tests.Reports;

public sealed class LibraryReportTests : ReportFixture
{
    [Fact]
    public async Task It_tells_the_library_and_its_last_run_in_numbers()
    {
        await AddAllAsync();
        var page = await WriteAsync();

        page.ShouldContain("<h1><bdi>library</bdi></h1>");
        page.ShouldContain("Last run: mine, 1 January 2030, 00:00:00 UTC, finished.");
        page.ShouldContain("<dt>Items done</dt><dd>2</dd>");
        page.ShouldContain("<dt>Items failed</dt><dd>1</dd>");
        page.ShouldContain("<dt>Frames sampled</dt><dd>8</dd>");
        page.ShouldContain("<dt>Frames kept</dt><dd>3</dd>");
        page.ShouldContain("<dt>Last run took</dt><dd>1 min 15 s</dd>");
        page.ShouldContain("</i>duplicate in video <b>2</b> 25 %");
        page.ShouldContain("&#x27;score&#x27; is busy 91 % of the time: give it more workers (score=2, now 1).");
    }

    [Fact]
    public async Task Stages_and_their_time_are_drawn()
    {
        await AddAllAsync();
        var page = await WriteAsync();

        page.ShouldContain("""<th scope="row">score</th><td>1</td><td>40</td><td>40</td>""");
        page.ShouldContain("""aria-label="score: busy 9.1 s, blocked 0 s, starved 0.9 s">""");
        page.ShouldContain("""aria-label="score over time: busy 90 %, blocked 0 %, starved 10 % on average">""");
        Regex.Count(page, """<svg class="time" """).ShouldBe(3);
    }

    [Fact]
    public async Task Thresholds_are_those_that_the_frames_recorded_else_the_defaults()
    {
        await AddAllAsync();
        var page = await WriteAsync();

        page.ShouldContain("blurred below 12 (as recorded with the frames)");
        page.ShouldContain("too dark below 0.32 (as recorded with the frames)");
        page.ShouldContain("too bright above 0.95 (the default: it dropped no frame)");
        page.ShouldContain("""aria-label="Sharpness: 3 frames kept, 5 frames dropped, threshold 12">""");
        page.ShouldContain("""aria-label="Motion: 2 frames kept, 4 frames dropped">""");
    }

    [Fact]
    public async Task Failures_are_grouped_by_code_with_their_messages()
    {
        await AddAllAsync();
        await AddFailureAsync("/in/b.mp4", "not_media", "Second.");
        var page = await WriteAsync(new ReportLimits(FailuresPerCode: 1));

        page.ShouldContain("<code>not_media</code></h3> 2 items</summary>");
        page.ShouldContain("<li><bdi class=\"source\">/in/b.mp4</bdi> <small>1 attempt</small><p>Second.</p>");
        page.ShouldContain("and 1 more item");
        page.ShouldNotContain("moov atom");
    }

    [Fact]
    public async Task Dropped_frames_say_why_and_lead_to_their_twin()
    {
        await AddAllAsync();
        var page = await WriteAsync();

        page.ShouldContain("<b>0:01–0:02, 2 frames</b> <em class=\"twin\">duplicate in video</em> <span>1–4 of 64 bits differ, at most 5: like <a href=\"#f-aaaa-0\">0:00</a>");
        page.ShouldContain("<b>0:04</b> <em class=\"blurred\">blurred</em> <span>sharpness 8.25, below 12</span>");
        page.ShouldContain("<em class=\"dark\">too dark</em> <span>dark 0.1, below 0.32</span>");
        page.ShouldContain("like <a href=\"#f-aaaa-3500\"><bdi>clip.mp4</bdi> 0:03.5</a>");
        page.ShouldContain("alt=\"The frame at 0:00 that was kept instead\"");
        page.ShouldContain("<figure id=\"f-aaaa-0\"><img decoding=\"async\" alt=\"Frame at 0:00 of clip.mp4\" width=\"320\" height=\"180\" src=\"data:image/jpeg;base64,/9j/");
    }

    [Fact]
    public async Task What_was_found_in_a_frame_is_drawn_over_its_picture()
    {
        const string Found = """{"model":"yolox-nano","covered":0.25,"found":[{"label":"dog","score":0.914,"x":80,"y":40.5,"width":160,"height":90},{"label":"<b>","score":0.3,"x":0,"y":0,"width":10,"height":10}]}""";
        await AddVideoAsync("/in/a.mp4", "aaaa", Frame("aaaa", 0) with { Detections = Found }, Frame("aaaa", 1000) with { Detections = """{"model":"yolox-nano","covered":0,"found":[]}""" });
        var page = await WriteAsync();

        Regex.Count(page, "class=\"seen\"").ShouldBe(1);
        page.ShouldContain("""<svg role="img" viewBox="0 0 320 180" preserveAspectRatio="none" aria-label="Found: dog 0.91, &lt;b&gt; 0.30"><rect x="80" y="40.5" width="160" height="90"/><text""");
        page.ShouldContain(">dog 0.91</text>");
    }

    [Fact]
    public async Task Names_from_strangers_never_become_markup()
    {
        const string Hostile = "/in/\"><script>alert('x')</script>&\u202Egpj.exe\u0000 مرحبا.mp4";
        await AddVideoAsync(Hostile, "aaaa", Frame("aaaa", 0));
        await AddFailureAsync("https://host/<img src=x onerror=y>", "not_media", "<b>bold</b>", "</pre><script>");
        await AddRunAsync("</p><script>");
        var page = await WriteAsync();

        page.ShouldNotContain("<script", Case.Insensitive);
        page.ShouldNotContain("<img src=x");
        page.ShouldNotContain("<b>bold");
        page.ShouldNotContain("\u202E");
        page.ShouldContain("/in/&quot;&gt;&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;&amp;[U&#x2B;202E]gpj.exe[U&#x2B;0000] مرحبا.mp4");
        page.ShouldContain("[U&#x2B;202E]gpj.exe[U&#x2B;0000] مرحبا.mp4");
        page.ShouldContain("default-src &#x27;none&#x27;; img-src data:; style-src &#x27;sha256-");
    }

    [Fact]
    public async Task Pictures_are_dealt_out_and_what_is_left_out_is_counted()
    {
        for (var v = 0; v < 5; v++)
        {
            var video = $"v{v}";
            await AddVideoAsync($"/in/{v}.mp4", video, [.. Enumerable.Range(0, 2 + (4 * v)).Select(i => Frame(video, i * 1000))]);
        }

        var page = await WriteAsync(new ReportLimits(Pictures: 9, Videos: 3, ListedVideos: 1));

        Regex.Count(page, "data:image/jpeg").ShouldBe(9);
        page.ShouldContain("2 frames sampled · 2 kept</p>");
        page.ShouldContain("6 frames sampled · 6 kept, 3 pictures shown, evenly spread</p>");
        page.ShouldContain("10 frames sampled · 10 kept, 4 pictures shown, evenly spread</p>");
        page.ShouldContain("<bdi>/in/3.mp4</bdi></th><td>14</td><td>14</td>");
        page.ShouldContain("And 1 more video with 18 frames, 18 of them kept.");
    }

    [Fact]
    public async Task Groups_of_dropped_frames_are_bounded_and_the_rest_is_counted()
    {
        var frames = Enumerable.Range(0, 20).Select(i => i % 2 == 0
            ? Frame("aaaa", i * 1000)
            : Frame("aaaa", i * 1000) with { Kept = false, Rule = i < 15 ? "duplicate_in_video" : "blurred", Score = 1, Threshold = 5, Twin = i < 15 ? $"aaaa/{(i - 1) * 1000}" : null });
        await AddVideoAsync("/in/a.mp4", "aaaa", [.. frames]);

        var page = await WriteAsync(new ReportLimits(Pictures: 2, TwinPictures: 3, DropsPerVideo: 6));

        Regex.Count(page, "data:image/jpeg").ShouldBe(5);
        page.ShouldContain("and 4 more frames: 3 blurred, 1 duplicate in video");
        page.ShouldContain("<summary>10 frames dropped</summary>");
        Regex.Matches(page, "href=\"#(?<id>f-[^\"]+)\"", RegexOptions.NonBacktracking).ShouldAllBe(m => page.Contains($"id=\"{m.Groups["id"].Value}\""));
    }

    [Fact]
    public async Task A_picture_that_cannot_be_shown_says_so()
    {
        await AddVideoAsync("/in/a.mp4", "aaaa", Frame("aaaa", 0), Frame("aaaa", 1000), Frame("aaaa", 2000));
        var folder = Path.Combine(Catalog.Folder, "frames", "aaaa");
        File.Delete(Path.Combine(folder, "0.jpg"));
        await File.WriteAllTextAsync(Path.Combine(folder, "1000.jpg"), "no picture");
        await Catalog.ApplyDecisionsAsync([Frame("aaaa", 2000) with { Path = "../../../etc/passwd" }]);

        var page = await WriteAsync();

        page.ShouldContain("No picture: the file is missing");
        page.ShouldContain("No picture: the file is damaged");
        page.ShouldContain("No picture: the file cannot be read");
    }

    [Fact]
    public async Task An_empty_library_has_a_page_too()
    {
        var page = await WriteAsync();

        page.ShouldContain("No run was recorded.");
        page.ShouldContain("No frames were sampled yet.");
        page.ShouldContain("No item failed.");
        page.ShouldContain("No video is done yet.");
        page.ShouldEndWith("</html>\n");
    }

    [Fact]
    public async Task A_run_that_left_no_numbers_or_strange_ones_is_told_in_words()
    {
        await Catalog.BeginRunAsync("mine", "{}");
        (await WriteAsync()).ShouldContain("The last run left no numbers");

        var id = await Catalog.BeginRunAsync("mine", "{}");
        await Catalog.FinishRunAsync(id, RunState.Interrupted, "{\"stages\": 1}", "not json");
        (await WriteAsync()).ShouldContain("The last run left no numbers");
    }

    [Fact]
    public async Task The_same_content_gives_the_same_bytes()
    {
        await AddAllAsync();
        var first = await WriteAsync();
        var written = File.GetLastWriteTimeUtc(Folder["report.html"]);

        (await WriteAsync()).ShouldBe(first);
        File.GetLastWriteTimeUtc(Folder["report.html"]).ShouldBe(written);
    }
}
