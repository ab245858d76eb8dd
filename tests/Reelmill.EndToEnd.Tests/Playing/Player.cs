using System.Text.Json;
using System.Text.Json.Nodes;
using Reelmill.Testing.Browsing;

namespace Reelmill.EndToEnd.Tests.Playing;

/// <summary>
/// hls.js in Chromium without a window, playing one output from a server on this machine. Each scenario has a page and
/// a browser of its own. A test is skipped where Chromium or hls.js is not to be had.
/// </summary>
/// <param name="output">What it plays.</param>
/// <param name="withheld">The name of segments that the server never gives; null when it gives all.</param>
internal sealed class Player(HlsOutput output, string? withheld = null)
{
    /// <summary>Times real time, where nothing but the end is waited for.</summary>
    private const double Fast = 8;

    /// <summary>Times real time, where there has to be time for what comes next to be loaded.</summary>
    private const double Brisk = 4;

    private const int Tries = 3;

    /// <summary>Enough for minutes of video on a busy machine; a scenario that fails sooner says so sooner.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private static readonly JsonSerializerOptions Names = new(JsonSerializerDefaults.Web);

    private static readonly string[] Switches =
    [
        "--autoplay-policy=no-user-gesture-required", "--mute-audio", "--disable-dev-shm-usage",
        "--disable-background-timer-throttling", "--disable-renderer-backgrounding", "--disable-backgrounding-occluded-windows",
    ];

    /// <summary>The paths that the last scenario asked the server for, in order.</summary>
    public IReadOnlyList<string> Requests { get; private set; } = [];

    /// <summary>Plays from the start to the end: once as hls.js chooses, and once in each rendition.</summary>
    public Task<Playback> PlayAsync() => RunAsync("play", Fast, []);

    /// <summary>Switches from every rendition to every other one while it plays; each has to show frames of its size.</summary>
    public Task<Playback> SwitchAsync() => RunAsync("switchRenditions", Brisk, []);

    /// <summary>Seeks to parts of the duration, then to its last tenth, and plays to the end from there.</summary>
    /// <param name="parts">From 0 to 1; neighbours more than a second apart.</param>
    public Task<Playback> SeekAsync(params double[] parts) =>
        RunAsync("seekAround", 1, new JsonObject { ["parts"] = new JsonArray([.. parts.Select(static p => (JsonNode)p)]) });

    /// <summary>Chooses every audio track until it is decoded and all subtitles until their text is there.</summary>
    public Task<Playback> TryTracksAsync() => RunAsync("tryTracks", 1, []);

    /// <summary>
    /// A busy machine that is slow to load makes a player stand still too. What the output makes it wait for, it waits
    /// for each time: only a repeated stall is reported.
    /// </summary>
    private async Task<Playback> RunAsync(string scenario, double rate, JsonObject options)
    {
        Playback playback;
        var left = Tries;
        do
        {
            playback = await RunOnceAsync(scenario, rate, options);
        }
        while (--left > 0 && playback.HasOnlyStalled);
        return playback;
    }

    private async Task<Playback> RunOnceAsync(string scenario, double rate, JsonObject options)
    {
        var hlsJs = await HlsJs.FolderAsync();
        using var limit = new CancellationTokenSource(2 * Limit);
        await using var server = await PlayerServer.StartAsync(output, hlsJs, withheld);
        await using var browser = await Browser.StartAsync(Switches, limit.Token);
        options["source"] = server.Url($"video/{output.Master}");
        options["rate"] = rate;
        options["seconds"] = Limit.TotalSeconds;
        await browser.OpenAsync(server.Url("player.html"), width: 800, dark: false, limit.Token);
        var playback = await browser.EvaluateAsync($"{scenario}({options.ToJsonString()})", limit.Token);
        Requests = [.. server.Requests];
        return playback.Deserialize<Playback>(Names)! with { Complaints = [.. browser.Complaints] };
    }
}
