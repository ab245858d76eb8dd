using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Reelmill.EndToEnd.Tests.Mining;
using Reelmill.Testing.Commands;
using Reelmill.Testing.Programs;

using static Microsoft.Playwright.Assertions;

namespace Reelmill.EndToEnd.Tests.Serving;

/// <summary>The page for who does not see it, or has no mouse. Skipped where axe-core, the built page or Chromium is missing.</summary>
public sealed class AccessibilityTests(Clips clips) : MineTest, IClassFixture<Clips>
{
    private const int MostTabs = 60;

    private static readonly TimeSpan MatchLimit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Axe_finds_nothing_serious_on_any_view_at_any_width_in_light_and_dark()
    {
        PageBrowser.Require();
        Axe.Require();
        await using var web = await ClipServer.StartAsync(clips.Folder);
        await using var server = await ServerRun.StartAsync(Library.Path, "--page", PageBrowser.Built);
        await using var browser = await PageBrowser.StartAsync();
        var job = await server.SubmitAsync(
            new { pipeline = "mine", label = "views", inputs = new[] { web.Url("clip/spiral.mp4"), web.Url("clip/missing.mp4") }, options = new Dictionary<string, string>(StringComparer.Ordinal) { ["embed"] = "true" } }, "views");
        (await server.EndOfAsync(job)).Text("state").ShouldBe("partial");
        var video = (await server.Http.GetFromJsonAsync<JsonElement>("/v1/library/videos")).GetProperty("videos")[0].Text("id");

        var found = new List<string>();
        foreach (var (width, dark) in new[] { (1280, false), (1280, true), (390, false), (390, true) })
        {
            var page = await browser.OpenAsync(server, width, dark);
            await Axe.AddAsync(page);
            foreach (var path in new[] { "/", "/jobs", "/jobs?new=1", $"/jobs/{job}", "/library", $"/library/{video}?t=1000", "/search", $"/search?frame={video}/0", "/settings" })
            {
                found.AddRange((await ViolationsAsync(page, path)).Select(v => $"{path} at {width} px{(dark ? ", dark" : "")}: {v}"));
            }

            await page.CloseAsync();
        }

        found.ShouldBeEmpty();
        browser.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_job_is_submitted_and_opened_by_keyboard_alone()
    {
        PageBrowser.Require();
        await using var web = await ClipServer.StartAsync(clips.Folder);
        await using var server = await ServerRun.StartAsync(Library.Path, "--page", PageBrowser.Built);
        await using var browser = await PageBrowser.StartAsync();
        var page = await browser.OpenAsync(server);
        await page.GotoAsync("/");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();

        await TabToAsync(page, "Jobs");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Regex("/jobs$", RegexOptions.None, MatchLimit));
        await TabToAsync(page, "New job");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Textbox, new() { Name = "URLs, one per line" })).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(web.Url("clip/spiral.mp4"));
        await TabToAsync(page, "Label");
        await page.Keyboard.TypeAsync("by keyboard");
        await TabToAsync(page, "Submit");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("by keyboard");

        await TabToAsync(page, "Jobs");
        await page.Keyboard.PressAsync("Enter");
        await TabToAsync(page, "by keyboard");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Regex("/jobs/[0-9A-Za-z-]+$", RegexOptions.None, MatchLimit));
        await Expect(page.GetByRole(AriaRole.Main).GetByText("Succeeded", new() { Exact = true }).First).ToBeVisibleAsync();
        browser.Complaints.ShouldBeEmpty();
    }

    /// <summary>Presses Tab until what has this name has the focus, and sees to it that the focus shows.</summary>
    private static async Task TabToAsync(IPage page, string name)
    {
        for (var i = 0; i < MostTabs; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            var focused = await page.EvaluateAsync<JsonElement>(
                """
                () => {
                    const element = document.activeElement;
                    const name = element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent;
                    return { name: name.trim(), shows: getComputedStyle(element).outlineStyle !== 'none' || getComputedStyle(element).boxShadow !== 'none' };
                }
                """);
            if (focused.Text("name") == name)
            {
                focused.GetProperty("shows").GetBoolean().ShouldBeTrue($"'{name}' does not show that it has the focus");
                return;
            }
        }

        throw new InvalidOperationException($"'{name}' is not reached by {MostTabs} presses of Tab.");
    }

    private static async Task<IEnumerable<string>> ViolationsAsync(IPage page, string path)
    {
        await page.GotoAsync(path);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        await Expect(page.GetByText("Loading", new() { Exact = true })).ToHaveCountAsync(0);
        return await Axe.FindAsync(page);
    }
}
