using Reelmill.Testing;
using Reelmill.Testing.Browsing;

namespace Reelmill.Pipelines.Tests.Reports;

public sealed class BrowserTests : ReportFixture
{
    [Theory]
    [InlineData(1280, false)]
    [InlineData(390, true)]
    public async Task A_real_browser_shows_all_of_the_page_and_complains_of_nothing(int width, bool dark)
    {
        using var limit = new CancellationTokenSource(Patience.Limit);
        await AddAllAsync();
        await WriteAsync();
        await using var browser = await Browser.StartAsync([], limit.Token);
        await browser.OpenAsync(new Uri(Folder["report.html"]).AbsoluteUri, width, dark, limit.Token);

        (await TextAsync("[...document.querySelectorAll('h1, h2')].map(h => h.textContent).join('|')"))
            .ShouldBe("library|Overview|Stages of the last run|Scores|Failures|Videos");
        (await NumberAsync("[...document.images].filter(i => i.complete && i.naturalWidth === 160 || i.naturalWidth === 96).length")).ShouldBe(5);
        (await NumberAsync("[...document.images].filter(i => !i.naturalWidth || !i.alt).length")).ShouldBe(0);
        (await NumberAsync("document.querySelectorAll('.histogram').length")).ShouldBe(6);
        (await NumberAsync("[...document.querySelectorAll('.histogram path, .time path')].filter(p => p.getBoundingClientRect().width > 100).length")).ShouldBe(21);
        (await NumberAsync("document.documentElement.scrollWidth - innerWidth")).ShouldBeLessThanOrEqualTo(0);
        (await TextAsync("getComputedStyle(document.body).backgroundColor")).ShouldBe(dark ? "rgb(20, 23, 27)" : "rgb(251, 250, 248)");
        browser.Complaints.ShouldBeEmpty();
        await SaveAsync($"report-{width}.png", await browser.CaptureAsync(limit.Token));

        async Task<string?> TextAsync(string expression) => (string?)await browser.EvaluateAsync(expression, limit.Token);
        async Task<double> NumberAsync(string expression) => (double)(await browser.EvaluateAsync(expression, limit.Token))!;
    }

    /// <summary>Next to the tests' own files, for whoever wants to look.</summary>
    private static Task SaveAsync(string name, byte[] picture) =>
        File.WriteAllBytesAsync(Path.Combine(Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "screenshots")).FullName, name), picture);
}
