using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Reelmill.Core;
using Reelmill.Core.Files;
using Reelmill.Media.Fetching;
using Reelmill.Server.Http;
using Reelmill.Server.Jobs;

namespace Reelmill.Cli.Remote;

/// <summary>A client of the HTTP API. An error response becomes a <see cref="PipelineException"/> with the server's code and message.</summary>
internal sealed class ServerClient : IDisposable
{
    private static readonly TimeSpan ReconnectDelay = TimeSpan.FromSeconds(2);

    private readonly HttpClient _http;
    private readonly Uri _server;

    /// <summary>Creates a client without connecting.</summary>
    /// <param name="server">The base URL of the server.</param>
    /// <param name="key">The API key or token; null for none.</param>
    public ServerClient(Uri server, string? key)
    {
        _server = server;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = server, Timeout = Timeout.InfiniteTimeSpan };
        if (key is not null)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
    }

    /// <summary>Submits a job and uploads its files.</summary>
    /// <param name="request">The job; its inputs are URLs.</param>
    /// <param name="files">The paths of the files to upload.</param>
    /// <param name="idempotencyKey">The idempotency key: repeated submissions with the same key create one job.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<JobDocument> SubmitAsync(JobRequest request, IReadOnlyList<string> files, string idempotencyKey, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "v1/jobs") { Headers = { { "Idempotency-Key", idempotencyKey } } };
        var job = JsonContent.Create(request, options: ServerJson.Options);
        if (files.Count == 0)
        {
            message.Content = job;
        }
        else
        {
            var form = new MultipartFormDataContent { { job, "job" } };
            foreach (var file in files)
            {
                form.Add(new StreamContent(RegularFile.OpenRead(file, bufferSize: 0)), "file", Path.GetFileName(file));
            }

            message.Content = form;
        }

        return await SendAsync<JobDocument>(message, cancellationToken).ConfigureAwait(false);
    }

    public Task<T> GetAsync<T>(string path, CancellationToken cancellationToken) => SendAsync<T>(new HttpRequestMessage(HttpMethod.Get, path), cancellationToken);

    public Task<TResponse> PostAsync<TBody, TResponse>(string path, TBody body, CancellationToken cancellationToken) =>
        SendAsync<TResponse>(new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body, options: ServerJson.Options) }, cancellationToken);

    public async Task DeleteAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await SendAndCheckAsync(new HttpRequestMessage(HttpMethod.Delete, path), cancellationToken).ConfigureAwait(false);
    }

    public Task<JobDocument> CancelAsync(string id, CancellationToken cancellationToken) =>
        SendAsync<JobDocument>(new HttpRequestMessage(HttpMethod.Post, $"v1/jobs/{Uri.EscapeDataString(id)}/cancel"), cancellationToken);

    public Task<JobDocument> FindAsync(string id, CancellationToken cancellationToken) => GetAsync<JobDocument>($"v1/jobs/{Uri.EscapeDataString(id)}", cancellationToken);

    /// <summary>Follows the events of a job to its end. A broken connection is reopened without repeating events.</summary>
    /// <param name="id">The job.</param>
    /// <param name="cancellationToken">Stops following; the job continues.</param>
    public async IAsyncEnumerable<SseItem<string>> FollowAsync(string id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? last = null;
        while (true)
        {
            HttpResponseMessage response;
            try
            {
                response = await OpenEventsAsync(id, last, cancellationToken).ConfigureAwait(false);
            }
            catch (HttpRequestException)
            {
                await Task.Delay(ReconnectDelay, cancellationToken).ConfigureAwait(false);
                continue;
            }

            using (response)
            {
                await RequireSuccessAsync(response, cancellationToken).ConfigureAwait(false);
                var events = SseParser.Create(await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false)).EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
                await using var _ = events.ConfigureAwait(false);
                while (await NextAsync(events).ConfigureAwait(false))
                {
                    last = events.Current.EventId ?? last;
                    yield return events.Current;
                    if (events.Current.EventType == "end" && await HasEndedAsync(id, cancellationToken).ConfigureAwait(false))
                    {
                        yield break;
                    }
                }
            }

            await Task.Delay(ReconnectDelay, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Reads the next event; a broken connection ends the stream like a closed one.</summary>
    private static async ValueTask<bool> NextAsync(IAsyncEnumerator<SseItem<string>> events)
    {
        try
        {
            return await events.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Whether the job has ended. An event <c>end</c> alone is not enough, because a retried job has ended more than once.</summary>
    private async Task<bool> HasEndedAsync(string id, CancellationToken cancellationToken) => (await FindAsync(id, cancellationToken).ConfigureAwait(false)).EndedMs is not null;

    private async Task<HttpResponseMessage> OpenEventsAsync(string id, string? last, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, $"v1/jobs/{Uri.EscapeDataString(id)}/events");
        if (last is not null)
        {
            message.Headers.Add("Last-Event-ID", last);
        }

        return await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
    }

    private async Task<T> SendAsync<T>(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        using var response = await SendAndCheckAsync(message, cancellationToken).ConfigureAwait(false);
        return (await response.Content.ReadFromJsonAsync<T>(ServerJson.Options, cancellationToken).ConfigureAwait(false))!;
    }

    /// <summary>Sends a request and returns the response when its status is a success.</summary>
    private async Task<HttpResponseMessage> SendAndCheckAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        try
        {
            using (message)
            {
                var response = await _http.SendAsync(message, cancellationToken).ConfigureAwait(false);
                await RequireSuccessAsync(response, cancellationToken).ConfigureAwait(false);
                return response;
            }
        }
        catch (HttpRequestException e)
        {
            throw new PipelineException("server_unreachable", $"Connecting to {MediaInput.Redact(_server.AbsoluteUri)}: {SystemErrors.GetSentence(e)} Is 'reelmill serve' running there?", e);
        }
    }

    private static async Task RequireSuccessAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
        {
            return;
        }

        var text = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using var problem = JsonDocument.Parse(text);
            throw new PipelineException(problem.RootElement.GetProperty("code").GetString()!, problem.RootElement.GetProperty("detail").GetString()!);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new PipelineException("server_answer", $"The server answered {(int)response.StatusCode} {response.ReasonPhrase}, which is not a response of a Reelmill server. Check --server.");
        }
    }
}
