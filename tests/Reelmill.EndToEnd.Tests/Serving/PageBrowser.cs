using Microsoft.Playwright;

namespace Reelmill.EndToEnd.Tests.Serving;

/// <summary>The built page in a real Chromium. A test is skipped where the page is not built or Chromium is not installed.</summary>
internal sealed class PageBrowser : IAsyncDisposable
{
    private const string Chromium = "/usr/bin/chromium";
    private const int PhoneWidth = 600;

    private static readonly string[] Switches =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    ];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly List<string> _complaints = [];

    // What Assertions.Expect waits for is not bounded by the limit of a page.
    static PageBrowser() => Assertions.SetDefaultExpectTimeout((float)TestTimeout.Limit.TotalMilliseconds);

    private PageBrowser(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    /// <summary>The folder of the built page.</summary>
    public static string Built { get; } = Repository.BuiltPageFolder;

    /// <summary>What the pages' consoles complained about.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    /// <summary>Skips the test where there is no page or no browser.</summary>
    public static void Require()
    {
        Assert.SkipUnless(File.Exists(Path.Combine(Built, "index.html")), "the page is not built: './run serve' builds it");
        Assert.SkipUnless(File.Exists(Chromium), "Chromium is not installed");
    }

    public static async Task<PageBrowser> StartAsync()
    {
        var playwright = await Playwright.CreateAsync();
        return new PageBrowser(playwright, await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = Switches }));
    }

    /// <summary>Opens a page whose addresses are the server's, signed in where the server has a token.</summary>
    public async Task<IPage> OpenAsync(ServerRun server, int width = 1280, bool dark = false)
    {
        var page = await NewAsync(width, dark, server.Http.BaseAddress!.ToString());
        if (server.Token is { } token)
        {
            await page.GotoAsync($"/?token={Uri.EscapeDataString(token)}");
        }

        return page;
    }

    /// <summary>Opens a page that reaches no network.</summary>
    public Task<IPage> OpenOfflineAsync(int width = 1280, bool dark = false) => NewAsync(width, dark, null);

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    private async Task<IPage> NewAsync(int width, bool dark, string? server)
    {
        var page = await _browser.NewPageAsync(new()
        {
            BaseURL = server,
            Offline = server is null,
            Locale = "en-US",
            ViewportSize = new() { Width = width, Height = 860 },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            IsMobile = width < PhoneWidth,
            HasTouch = width < PhoneWidth,
            ReducedMotion = ReducedMotion.Reduce,
        });
        page.SetDefaultTimeout((float)TestTimeout.Limit.TotalMilliseconds);
        page.Console += (_, message) => Complain(message.Type is "error" or "warning" ? message.Text : null);
        page.PageError += (_, error) => Complain(error);
        return page;
    }

    private void Complain(string? text)
    {
        if (text is not null)
        {
            lock (_complaints)
            {
                _complaints.Add(text);
            }
        }
    }
}
