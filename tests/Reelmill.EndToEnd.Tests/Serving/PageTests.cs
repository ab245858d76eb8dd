using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Reelmill.EndToEnd.Tests.Mining;
using Reelmill.Testing.Commands;
using Reelmill.Testing.Programs;

using static Microsoft.Playwright.Assertions;

namespace Reelmill.EndToEnd.Tests.Serving;

/// <summary>
/// The page in a real Chromium, as its user uses it. Screenshots are kept where <c>REELMILL_SCREENSHOTS</c> says, in the
/// folder of the test's results otherwise. Skipped where the page is not built or Chromium is not installed.
/// </summary>
public sealed class PageTests(Clips clips) : MineTest, IClassFixture<Clips>
{
    private static readonly TimeSpan MatchLimit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Submit_by_drop_and_by_url_watch_cancel_retry_play_search_and_change_a_threshold()
    {
        PageBrowser.Require();
        await Tool.MakeAsync(Temp["long.mp4"], "testsrc2=size=1280x720:rate=25", 120);
        await using var web = await ClipServer.StartAsync(clips.Folder);
        await using var longWeb = await ClipServer.StartAsync(Temp.Path);
        await using var server = await ServerRun.StartAsync(Library.Path, "--page", PageBrowser.Built);
        await using var browser = await PageBrowser.StartAsync();
        var page = await browser.OpenAsync(server);

        await SubmitFilesAsync(page, "dropped", clips.Spiral, clips.Pattern);
        await ShowsEndAsync(page, "Succeeded");
        await SubmitUrlsAsync(page, "by address", "mine", web.Url("clip/fractal.mp4"), web.Url("clip/missing.mp4"));
        await ShowsEndAsync(page, "Partial");
        await ScreenshotAsync(page, "job");
        await RetryAsync(page);
        await CancelAsync(page, longWeb.Url("clip/long.mp4"));
        await StreamAsync(server, web.Url("clip/spiral.mp4"));
        await PlayAsync(page);
        await ChangeThresholdAsync(page);
        await SearchAsync(page);
        await DropAndUndoAsync(page);
        foreach (var (path, name) in new[] { ("/jobs", "jobs"), ("/library", "library"), ("/settings", "settings") })
        {
            await page.GotoAsync(path);
            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
            await ScreenshotAsync(page, name);
        }

        browser.Complaints.ShouldBeEmpty();
    }

    private static async Task OpenFormAsync(IPage page)
    {
        await page.GotoAsync("/jobs?new=1");
        await Expect(page.GetByRole(AriaRole.Dialog, new() { Name = "New job" })).ToBeVisibleAsync();
    }

    /// <summary>Drops files as a person does: with a data transfer on the drop zone.</summary>
    private static async Task SubmitFilesAsync(IPage page, string label, params string[] files)
    {
        await OpenFormAsync(page);
        var transfer = await page.EvaluateHandleAsync("() => new DataTransfer()");
        foreach (var file in files)
        {
            await transfer.EvaluateAsync(
                "(transfer, file) => transfer.items.add(new File([Uint8Array.from(atob(file.bytes), c => c.charCodeAt(0))], file.name, { type: 'video/mp4' }))",
                new { name = Path.GetFileName(file), bytes = Convert.ToBase64String(await File.ReadAllBytesAsync(file)) });
        }

        await page.GetByTestId("drop-zone").DispatchEventAsync("drop", new { dataTransfer = transfer });
        await Expect(page.GetByRole(AriaRole.List, new() { Name = "Files to upload" })).ToContainTextAsync(Path.GetFileName(files[0]));
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Label" }).Last.FillAsync(label);
        await ScreenshotAsync(page, "submit");
        await page.GetByRole(AriaRole.Button, new() { Name = "Submit", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(label);
    }

    private static async Task SubmitUrlsAsync(IPage page, string label, string pipeline, params string[] urls)
    {
        await OpenFormAsync(page);
        var form = page.GetByRole(AriaRole.Dialog, new() { Name = "New job" });
        await form.GetByRole(AriaRole.Combobox, new() { Name = "Pipeline" }).SelectOptionAsync(pipeline);
        await form.GetByRole(AriaRole.Textbox, new() { Name = "URLs, one per line" }).FillAsync(string.Join('\n', urls));
        await form.GetByRole(AriaRole.Textbox, new() { Name = "Label" }).FillAsync(label);
        await form.GetByRole(AriaRole.Button, new() { Name = "Submit", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(label);
    }

    private static Task ShowsEndAsync(IPage page, string state) =>
        Expect(page.GetByRole(AriaRole.Main).GetByText(state, new() { Exact = true }).First).ToBeVisibleAsync();

    private static async Task RetryAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Retry failed items" }).First.ClickAsync();
        await Expect(page.GetByText("Attempt 2")).ToBeVisibleAsync();
        await ShowsEndAsync(page, "Partial");
    }

    private static async Task CancelAsync(IPage page, string url)
    {
        await SubmitUrlsAsync(page, "to be cancelled", "hls", url);
        await ShowsEndAsync(page, "Running");
        await ScreenshotAsync(page, "running");
        await page.GotoAsync("/");
        await Expect(page.GetByText("encode", new() { Exact = true }).First).ToBeVisibleAsync();
        await Expect(page.GetByText("Bottleneck").First).ToBeVisibleAsync();
        await ScreenshotAsync(page, "now");
        await page.GoBackAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel job" }).ClickAsync();
        await ShowsEndAsync(page, "Cancelled");
    }

    /// <summary>A stream and vectors for what comes next.</summary>
    private static async Task StreamAsync(ServerRun server, string url)
    {
        var stream = await server.SubmitAsync(new { pipeline = "hls", inputs = new[] { url }, options = new Dictionary<string, string>(StringComparer.Ordinal) { ["hls.ladder"] = "240" } }, "stream");
        (await server.EndOfAsync(stream)).Text("state").ShouldBe("succeeded");
        var vectors = await server.SubmitAsync(new { pipeline = "mine", inputs = new[] { url }, options = new { embed = true } }, "vectors");
        (await server.EndOfAsync(vectors)).Text("state").ShouldBe("succeeded");
    }

    private static async Task PlayAsync(IPage page)
    {
        await page.GotoAsync("/library");
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("spiral", RegexOptions.None, MatchLimit) }).First.ClickAsync();
        var video = page.Locator("video");
        await video.EvaluateAsync("async video => { video.muted = true; await video.play(); }");
        await page.WaitForFunctionAsync("() => document.querySelector('video').currentTime > 0.5");
        (await video.EvaluateAsync<string>("video => video.currentSrc")).ShouldStartWith("blob:", Case.Sensitive, "the stream plays through hls.js");
        await ScreenshotAsync(page, "video");
    }

    private async Task ChangeThresholdAsync(IPage page)
    {
        var thresholds = page.GetByRole(AriaRole.Region, new() { Name = "Thresholds" });
        await thresholds.GetByRole(AriaRole.Spinbutton, new() { Name = "Minimum sharpness" }).FillAsync("100000");
        await Expect(thresholds.GetByRole(AriaRole.Button, new() { Name = "Apply" })).ToBeEnabledAsync();
        await Expect(thresholds).ToContainTextAsync(new Regex("0 of|fewer|drop", RegexOptions.IgnoreCase, MatchLimit));
        await thresholds.GetByRole(AriaRole.Button, new() { Name = "Reset" }).ClickAsync();
        await thresholds.GetByRole(AriaRole.Spinbutton, new() { Name = "Maximum distance of duplicates" }).FillAsync("0");
        await ApplyAsync(page, "No decision changes");
        await Expect(thresholds.GetByRole(AriaRole.Button, new() { Name = "Apply" })).ToBeDisabledAsync();
    }

    /// <summary>No frame is as sharp as that: all are dropped, and all come back with their files.</summary>
    private async Task DropAndUndoAsync(IPage page)
    {
        await page.GotoAsync("/library");
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("spiral", RegexOptions.None, MatchLimit) }).First.ClickAsync();
        var thresholds = page.GetByRole(AriaRole.Region, new() { Name = "Thresholds" });
        var sharpness = thresholds.GetByRole(AriaRole.Spinbutton, new() { Name = "Minimum sharpness" });
        var (before, usual) = (Library.Contents(), await sharpness.InputValueAsync());
        await sharpness.FillAsync("100000");
        await ApplyAsync(page, "Drops");
        await Expect(thresholds).ToContainTextAsync("Last change");
        Library.Frames().ShouldAllBe(static f => !f.Kept);
        Library.Files("frames").ShouldNotBeEmpty();

        await thresholds.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(sharpness).ToHaveValueAsync(usual);
        Library.Contents().ShouldBe(before);
    }

    private static async Task ApplyAsync(IPage page, string says)
    {
        await page.GetByRole(AriaRole.Region, new() { Name = "Thresholds" }).GetByRole(AriaRole.Button, new() { Name = "Apply" }).ClickAsync();
        var question = page.GetByRole(AriaRole.Dialog, new() { Name = "Apply these thresholds?" });
        await Expect(question).ToContainTextAsync(says);
        await question.GetByRole(AriaRole.Button, new() { Name = "Apply" }).ClickAsync();
    }

    private async Task SearchAsync(IPage page)
    {
        var image = Library.KeptFiles().First(static f => f.EndsWith(".jpg", StringComparison.Ordinal));
        await page.GotoAsync("/search");
        await page.GetByTestId("search-drop-zone").Locator("input[type=file]").Or(page.Locator("input[type=file]")).First.SetInputFilesAsync(image);
        var first = page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^1\\. Play", RegexOptions.None, MatchLimit) });
        await Expect(first).ToBeVisibleAsync();
        await ScreenshotAsync(page, "search");
        await first.ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/library/[0-9a-f]+\\?t=", RegexOptions.None, MatchLimit));
    }

    private static Task<byte[]> ScreenshotAsync(IPage page, string name)
    {
        var folder = Environment.GetEnvironmentVariable("REELMILL_SCREENSHOTS") is { Length: > 0 } named ? named : Path.Combine(Repository.Root, "TestResults", "page");
        return page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png"), Animations = ScreenshotAnimations.Disabled });
    }
}
