using Microsoft.Playwright;
using Reelmill.EndToEnd.Tests.App;
using Reelmill.EndToEnd.Tests.Mining;
using Reelmill.Testing.Programs;

using static Microsoft.Playwright.Assertions;

namespace Reelmill.EndToEnd.Tests.Serving;

/// <summary>A report of a real library, opened from the disk while the network is off. Skipped where the built page or Chromium is missing.</summary>
public sealed class ReportPageTests(Clips clips) : MineTest, IClassFixture<Clips>
{
    [Fact]
    public async Task The_report_shows_frames_the_reasons_of_drops_and_failures()
    {
        await using var browser = await WriteAndStartAsync();
        var page = await browser.OpenOfflineAsync();
        var asked = new List<string>();
        page.Request += (_, request) => asked.Add(request.Url);
        await page.GotoAsync(Address());

        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("library");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "not_found" })).ToContainTextAsync("there is no such file");
        await Expect(page.GetByText($"reelmill retry --library {Library.Path}")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "fractal.mp4" }).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("fractal.mp4");
        await page.GetByRole(AriaRole.Group, new() { Name = "Frames" }).GetByRole(AriaRole.Button, new() { Name = "Kept" }).ClickAsync();
        (await page.EvaluateAsync<int>("() => [...document.querySelectorAll('.strip img')].filter(i => i.naturalWidth > 100).length")).ShouldBeGreaterThan(0);

        await page.GetByRole(AriaRole.Link, new() { Name = "Report", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "black.mp4" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Frame at" })).ToContainTextAsync("Too dark");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Frame at" })).ToContainTextAsync("the limit is 0.32");
        await page.GoBackAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("library");
        asked.ShouldAllBe(static url => url.StartsWith("file:") || url.StartsWith("data:"));
        browser.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Axe_finds_nothing_serious_at_any_width_in_light_and_dark()
    {
        Axe.Require();
        await using var browser = await WriteAndStartAsync();
        var found = new List<string>();
        foreach (var (width, dark) in new[] { (1280, false), (1280, true), (390, false), (390, true) })
        {
            var page = await browser.OpenOfflineAsync(width, dark);
            await Axe.AddAsync(page);
            await page.GotoAsync(Address());
            await Expect(page.Locator(".video-card").First).ToBeVisibleAsync();
            found.AddRange((await Axe.FindAsync(page)).Select(v => $"overview at {width} px{(dark ? ", dark" : "")}: {v}"));
            await page.Locator(".video-card a").First.ClickAsync();
            await Expect(page.Locator(".strip > li").First).ToBeVisibleAsync();
            found.AddRange((await Axe.FindAsync(page)).Select(v => $"video at {width} px{(dark ? ", dark" : "")}: {v}"));
            await page.CloseAsync();
        }

        found.ShouldBeEmpty();
        browser.Complaints.ShouldBeEmpty();
    }

    private string Address() => new Uri(Temp["report.html"]).AbsoluteUri;

    private async Task<PageBrowser> WriteAndStartAsync()
    {
        PageBrowser.Require();
        ReelmillApp.RequirePage();
        await MineAsync(1, clips.Fractal, clips.FractalCopy, clips.Black, Path.Combine(clips.Folder, "none.mp4"));
        await ReelmillApp.ExpectAsync(0, "report", "--library", Library.Path, "--output", Temp["report.html"]);
        return await PageBrowser.StartAsync();
    }
}
