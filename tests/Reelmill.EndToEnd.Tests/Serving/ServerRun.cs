using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Reelmill.EndToEnd.Tests.App;
using Reelmill.Testing.Commands;
using Reelmill.Testing.Programs;

namespace Reelmill.EndToEnd.Tests.Serving;

/// <summary>A server as a user starts it, on a port that stays the same when it is started again.</summary>
internal sealed class ServerRun : IAsyncDisposable
{
    private readonly string _library;
    private readonly string[] _options;
    private readonly int _port = LoopbackPort.Claim();
    private AppRun? _run;

    private ServerRun(string library, string[] options) => (_library, _options) = (library, options);

    public HttpClient Http { get; private set; } = null!;

    /// <summary>What opens the server; null when its library has keys.</summary>
    public string? Token { get; private set; }

    /// <summary>What the server has said so far.</summary>
    public string Errors => _run!.Errors();

    /// <summary>The process.</summary>
    public int Id => _run!.Id;

    public static async Task<ServerRun> StartAsync(string library, params string[] options)
    {
        var server = new ServerRun(library, options);
        server.Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{server._port}"), Timeout = TimeSpan.FromMinutes(2) };
        await server.StartAgainAsync();
        return server;
    }

    public async Task StartAgainAsync()
    {
        _run = ReelmillApp.Start(["serve", "--library", _library, "--port", _port.ToString(CultureInfo.InvariantCulture), "--allow-network", "127.0.0.0/8", .. _options]);
        await _run.SaysAsync("Serving");
        Token = File.Exists(Path.Combine(_library, "server.token")) ? await File.ReadAllTextAsync(Path.Combine(_library, "server.token")) : null;
        if (Token is not null)
        {
            await _run.SaysAsync("?token=");
        }

        Http.DefaultRequestHeaders.Authorization = Token is null ? null : new AuthenticationHeaderValue("Bearer", Token);
    }

    public async Task<CommandResult> EndAsync(int signal)
    {
        _run!.Send(signal);
        var result = await _run.EndAsync();
        await _run.DisposeAsync();
        _run = null;
        return result;
    }

    /// <summary>Submits a job; the same key is the same job, however often it is sent.</summary>
    public async Task<string> SubmitAsync(object job, string key)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "/v1/jobs") { Content = JsonContent.Create(job), Headers = { { "Idempotency-Key", key } } };
        using var response = await Http.SendAsync(message);
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    public Task<JsonElement> JobAsync(string id) => Http.GetFromJsonAsync<JsonElement>($"/v1/jobs/{id}");

    /// <summary>Waits for the end of a job, by its events.</summary>
    public async Task<JsonElement> EndOfAsync(string id)
    {
        using var response = await Http.GetAsync($"/v1/jobs/{id}/events", HttpCompletionOption.ResponseHeadersRead);
        using var events = new StreamReader(await response.Content.ReadAsStreamAsync());
        while (await events.ReadLineAsync() is not null)
        {
        }

        return await JobAsync(id);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (_run is not null)
        {
            _run.Send(Signals.Kill);
            await _run.EndAsync();
            await _run.DisposeAsync();
        }
    }
}
