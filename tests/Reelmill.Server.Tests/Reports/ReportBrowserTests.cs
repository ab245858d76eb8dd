using Reelmill.Server.Reports;
using Reelmill.Server.Reports.Selection;
using Reelmill.Testing;
using Reelmill.Testing.Browsing;

namespace Reelmill.Server.Tests.Reports;

/// <summary>Opens a report from disk in a real browser. Skipped when the page is not built or Chromium is missing.</summary>
public sealed class ReportBrowserTests : ReportFixture
{
    [Theory]
    [InlineData(1280, false)]
    [InlineData(390, true)]
    public async Task A_browser_shows_the_whole_report_without_errors(int width, bool dark)
    {
        Assert.SkipUnless(File.Exists(Path.Combine(Repository.BuiltPageFolder, ReportTemplate.FileName)), "the page is not built: './run report' builds it");
        using var limit = new CancellationTokenSource(TestTimeout.Limit);
        await AddAllAsync();
        await LibraryReport.WriteAsync(Catalog, ReportTemplate.Read(Repository.BuiltPageFolder), Folder["written.html"], new ReportLimits(), limit.Token);
        await using var browser = await Browser.StartAsync(["--lang=en"], limit.Token);
        var page = new Uri(Folder["written.html"]).AbsoluteUri;
        await browser.OpenAsync(page, width, dark, limit.Token);

        await AppearAsync(".items");
        (await TextAsync("[...document.querySelectorAll('h1, h2')].map(h => h.textContent).join('|')"))
            .ShouldBe("library|Videos|Failures|Scores|Stages of the last run|Stages");
        (await NumberAsync("document.querySelectorAll('.histogram').length")).ShouldBe(6);
        (await NumberAsync("document.querySelectorAll('.time').length")).ShouldBe(5);
        (await TextAsync("document.querySelector('.items').textContent")).ShouldNotBeNull().ShouldContain("Probing broken.mp4: it is text.");
        await ShouldLookWellAsync();

        await browser.OpenAsync($"{page}?again#/library/aaaa?t=2000", width, dark, limit.Token);
        await AppearAsync(".strip > li");
        (await TextAsync("document.querySelector('h1').textContent")).ShouldBe("clip.mp4");
        (await TextAsync("document.querySelector('.frame-panel').textContent")).ShouldNotBeNull().ShouldContain("differs from the kept frame’s in 4 bits");
        (await NumberAsync("document.querySelectorAll('.strip > li').length")).ShouldBe(5);
        (await TextAsync("[...document.querySelectorAll('.chip')].map(c => c.textContent).join('|')")).ShouldBe("All 5|Kept 2|Duplicate 2|Blurred 1");
        await ShouldLookWellAsync();
        browser.Complaints.ShouldBeEmpty();
        await SaveAsync($"report-{width}.png", await browser.CaptureAsync(limit.Token));

        async Task ShouldLookWellAsync()
        {
            (await NumberAsync("[...document.images].filter(i => i.src.startsWith('data:image/jpeg')).length")).ShouldBeGreaterThan(0);
            (await NumberAsync("Promise.all([...document.images].map(i => { i.loading = 'eager'; return i.decode(); })).then(all => all.length)")).ShouldBeGreaterThan(1);
            (await NumberAsync("document.documentElement.scrollWidth - innerWidth")).ShouldBeLessThanOrEqualTo(0);
            (await TextAsync("getComputedStyle(document.documentElement).backgroundColor")).ShouldBe(dark ? "rgb(18, 21, 25)" : "rgb(247, 246, 243)");
        }

        // The page shows errors as alerts, so an alert ends the wait.
        async Task AppearAsync(string selector) => ((string?)await browser.EvaluateAsync(
            $"new Promise(done => {{ const look = () => document.querySelector('{selector}, [role=alert]') ? done(document.querySelector('[role=alert]')?.textContent) : setTimeout(look, 20); look(); }})",
            limit.Token)).ShouldBeNull();
        async Task<string?> TextAsync(string expression) => (string?)await browser.EvaluateAsync(expression, limit.Token);
        async Task<double> NumberAsync(string expression) => (double)(await browser.EvaluateAsync(expression, limit.Token))!;
    }

    /// <summary>Saves a screenshot beside the test binaries, for manual inspection.</summary>
    private static Task SaveAsync(string name, byte[] image) =>
        File.WriteAllBytesAsync(Path.Combine(Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "screenshots")).FullName, name), image);
}
