using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Reelmill.Processes;
using Xunit;

namespace Reelmill.Testing.Browsing;

/// <summary>A headless Chromium, driven by the DevTools protocol. Tests are skipped when Chromium is not installed.</summary>
public sealed class Browser : IAsyncDisposable
{
    private const string Executable = "/usr/bin/chromium";

    private readonly TempFolder _profile;
    private readonly RunningProcess _process;
    private readonly ClientWebSocket _socket = new();
    private readonly List<JsonNode> _events = [];
    private string? _session;
    private int _lastId;

    private Browser(TempFolder profile, RunningProcess process) => (_profile, _process) = (profile, process);

    /// <summary>The problems that the page reported: refused resources, failed scripts, policy violations.</summary>
    public IEnumerable<string> Complaints => _events
        .Where(static e => (string?)e["method"] is "Log.entryAdded" or "Runtime.exceptionThrown" or "Runtime.consoleAPICalled")
        .Select(static e => e.ToJsonString());

    /// <summary>Starts a browser with an empty page; skips the test when Chromium is not installed.</summary>
    /// <param name="arguments">Additional command-line switches.</param>
    /// <param name="cancellationToken">Stops the browser at any time.</param>
    public static async Task<Browser> StartAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        Assert.SkipUnless(File.Exists(Executable), "Chromium is not installed");
        var profile = new TempFolder();
        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = new ProcessLauncher().Start(Spec(profile.Path, arguments, address), cancellationToken);
        var browser = new Browser(profile, process);
        try
        {
            await browser.AttachAsync(address.Task, cancellationToken);
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens a page and waits until it has loaded.</summary>
    public async Task OpenAsync(string address, int width, bool dark, CancellationToken cancellationToken)
    {
        await SendAsync("Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = width, ["height"] = 900, ["deviceScaleFactor"] = 1, ["mobile"] = width < 600 }, cancellationToken);
        var scheme = new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = dark ? "dark" : "light" };
        await SendAsync("Emulation.setEmulatedMedia", new JsonObject { ["features"] = new JsonArray(scheme) }, cancellationToken);
        var loaded = _events.Count(IsLoad);
        await SendAsync("Page.navigate", new JsonObject { ["url"] = address }, cancellationToken);
        while (_events.Count(IsLoad) == loaded)
        {
            _events.Add(await ReceiveAsync(cancellationToken));
        }
    }

    /// <summary>Evaluates a JavaScript expression on the page.</summary>
    public async Task<JsonNode?> EvaluateAsync(string expression, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(
            "Runtime.evaluate", new JsonObject { ["expression"] = expression, ["returnByValue"] = true, ["awaitPromise"] = true }, cancellationToken);
        return answer["exceptionDetails"] is { } thrown
            ? throw new InvalidOperationException($"The page could not evaluate {expression}: {thrown.ToJsonString()}")
            : answer["result"]?["value"];
    }

    /// <summary>Captures the whole page as PNG.</summary>
    public async Task<byte[]> CaptureAsync(CancellationToken cancellationToken)
    {
        var answer = await SendAsync("Page.captureScreenshot", new JsonObject { ["captureBeyondViewport"] = true }, cancellationToken);
        return Convert.FromBase64String((string)answer["data"]!);
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _process.DisposeAsync();
        _profile.Dispose();
    }

    private async Task AttachAsync(Task<Uri> address, CancellationToken cancellationToken)
    {
        if (await Task.WhenAny(address, _process.Exit).WaitAsync(cancellationToken) != address)
        {
            throw new InvalidOperationException($"Chromium ended before it could be driven: {_process.ErrorTail}");
        }

        await _socket.ConnectAsync(await address, cancellationToken);
        var target = await SendAsync("Target.createTarget", new JsonObject { ["url"] = "about:blank" }, cancellationToken);
        var attached = await SendAsync(
            "Target.attachToTarget", new JsonObject { ["targetId"] = (string?)target["targetId"], ["flatten"] = true }, cancellationToken);
        _session = (string?)attached["sessionId"];
        foreach (var domain in new[] { "Page", "Runtime", "Log" })
        {
            await SendAsync($"{domain}.enable", [], cancellationToken);
        }
    }

    private static bool IsLoad(JsonNode message) => (string?)message["method"] == "Page.loadEventFired";

    private static ProcessSpec Spec(string profile, IEnumerable<string> arguments, TaskCompletionSource<Uri> address) => new(
        Executable,
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", $"--user-data-dir={profile}", "--remote-debugging-port=0",
            .. arguments,
        ])
    {
        // Chromium reserves far more address space than it uses, and writes nothing while idle.
        MemoryLimitBytes = 0,
        StallLimit = Timeout.InfiniteTimeSpan,
        OnErrorLine = line =>
        {
            if (line.Split("listening on ") is [_, var uri])
            {
                address.TrySetResult(new Uri(uri));
            }
        },
    };

    private async Task<JsonNode> SendAsync(string method, JsonObject parameters, CancellationToken cancellationToken)
    {
        var id = ++_lastId;
        var message = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        if (_session is not null)
        {
            message["sessionId"] = _session;
        }

        await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        while (true)
        {
            var answer = await ReceiveAsync(cancellationToken);
            if ((int?)answer["id"] == id)
            {
                return answer["result"] ?? throw new InvalidOperationException($"{method}: {answer.ToJsonString()}");
            }

            _events.Add(answer);
        }
    }

    private async Task<JsonNode> ReceiveAsync(CancellationToken cancellationToken)
    {
        using var message = new MemoryStream();
        var buffer = new byte[64 << 10];
        WebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer, cancellationToken);
            message.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return JsonNode.Parse(message.ToArray())!;
    }
}
