using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Reelmill.Pipelines.Registry;
using Reelmill.Server.Endpoints;
using Reelmill.Server.Hosting;
using Reelmill.Server.Http;
using Reelmill.Server.Jobs;
using Reelmill.Testing;

namespace Reelmill.Server.Tests;

/// <summary>A server on a free loopback port with a library of its own.</summary>
public sealed class ServerFixture : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private ServerHost _server = null!;
    private bool _isOwn;

    /// <summary>Changes the options of the server.</summary>
    internal Func<ServerOptions, ServerOptions> Change { get; init; } = static options => options;

    /// <summary>The pipelines that jobs can run.</summary>
    internal PipelineRegistry Pipelines { get; init; } = PipelineRegistry.BuiltIn;

    /// <summary>The folder of the library.</summary>
    public string Library => _folder["library"];

    public HttpClient Http { get; private set; } = null!;

    /// <summary>Starts a server for one test; disposal stops the server and deletes its folder.</summary>
    /// <param name="change">Changes the options of the server.</param>
    /// <param name="prepare">Prepares the library before the start.</param>
    internal static async Task<ServerFixture> StartAsync(Func<ServerOptions, ServerOptions> change, Func<string, Task>? prepare = null)
    {
        var server = new ServerFixture { Change = change, _isOwn = true };
        await (prepare?.Invoke(server.Library) ?? Task.CompletedTask);
        await server.InitializeAsync();
        return server;
    }

    public async ValueTask InitializeAsync()
    {
        _server = await ServerHost.StartAsync(
            Change(new ServerOptions { Library = Library, Port = 0, AllowedNetworks = [IPNetwork.Parse("127.0.0.0/8")], MaxUploadBytes = 4 << 20 }), Pipelines, CancellationToken.None);
        Http = new HttpClient { BaseAddress = new Uri(_server.Addresses.First()), Timeout = TimeSpan.FromMinutes(1) };
        Http.DefaultRequestHeaders.Authorization = _server.Token is { } token ? new AuthenticationHeaderValue("Bearer", token) : null;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _server.DisposeAsync();
        if (_isOwn)
        {
            Dispose();
        }
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Submits a job with URLs as inputs.</summary>
    internal async Task<JobDocument> SubmitUrlsAsync(object job)
    {
        using var response = await Http.PostAsJsonAsync("/v1/jobs", job);
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<JobDocument>(ServerJson.Options))!;
    }

    /// <summary>Gets the items of a job.</summary>
    internal async Task<IReadOnlyList<JobItemDocument>> ItemsAsync(string id) =>
        (await Http.GetFromJsonAsync<JobItemList>($"/v1/jobs/{id}/items", ServerJson.Options))!.Items;

    /// <summary>Lists the files in a folder of the library, in order.</summary>
    internal string[] FilesIn(string folder) => Directory.Exists(Path.Combine(Library, folder))
        ? [.. Directory.EnumerateFiles(Path.Combine(Library, folder), "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Library, f)).Order(StringComparer.Ordinal)]
        : [];

    internal Task<string> ClipAsync(int number = 0, int seconds = 3) => Clip.MakeAsync(_folder[$"clip-{number}-{seconds}.mp4"], number, seconds);

    /// <summary>Submits a job with uploaded files.</summary>
    internal async Task<HttpResponseMessage> PostAsync(object job, IReadOnlyList<string> files, string? key = null)
    {
        using var form = new MultipartFormDataContent { { JsonContent.Create(job), "job" } };
        foreach (var file in files)
        {
            form.Add(new ByteArrayContent(await File.ReadAllBytesAsync(file)), "file", Path.GetFileName(file));
        }

        using var message = new HttpRequestMessage(HttpMethod.Post, "/v1/jobs") { Content = form };
        if (key is not null)
        {
            message.Headers.Add("Idempotency-Key", key);
        }

        return await Http.SendAsync(message);
    }

    internal async Task<JobDocument> SubmitAsync(object job, params string[] files)
    {
        using var response = await PostAsync(job, files);
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<JobDocument>(ServerJson.Options))!;
    }

    /// <summary>Waits until a job ends, by following its events.</summary>
    internal async Task<JobDocument> EndAsync(string id)
    {
        using var response = await Http.GetAsync($"/v1/jobs/{id}/events", HttpCompletionOption.ResponseHeadersRead);
        using var events = new StreamReader(await response.Content.ReadAsStreamAsync());
        while (await events.ReadLineAsync() is not null)
        {
        }

        return await FindAsync(id);
    }

    internal async Task<JobDocument> FindAsync(string id) => (await Http.GetFromJsonAsync<JobDocument>($"/v1/jobs/{id}", ServerJson.Options))!;

    /// <summary>Reads the error code of a problem response.</summary>
    internal static async Task<string> ReadCodeAsync(HttpResponseMessage response)
    {
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        problem.RootElement.GetProperty("status").GetInt32().ShouldBe((int)response.StatusCode);
        return problem.RootElement.GetProperty("code").GetString()!;
    }
}
