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

/// <summary>Speaks to a server. What it refuses becomes a <see cref="PipelineException"/> with the server's code and words.</summary>
internal sealed class ServerClient : IDisposable
{
    private static readonly TimeSpan Reconnect = TimeSpan.FromSeconds(2);

    private readonly HttpClient _http;
    private readonly Uri _server;

    /// <summary>Makes a client; nothing is sent before the first call.</summary>
    /// <param name="server">Where the server is.</param>
    /// <param name="key">The key; null where none is needed.</param>
    public ServerClient(Uri server, string? key)
    {
        _server = server;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = server, Timeout = Timeout.InfiniteTimeSpan };
        if (key is not null)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
    }

    /// <summary>Submits a job. Inputs that are files are sent along.</summary>
    /// <param name="request">The job; its inputs are URLs.</param>
    /// <param name="files">The files.</param>
    /// <param name="idempotencyKey">By what a submission that is sent twice is one.</param>
    /// <param name="cancellationToken">Stops.</param>
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

    public Task<TAnswer> PostAsync<TBody, TAnswer>(string path, TBody body, CancellationToken cancellationToken) =>
        SendAsync<TAnswer>(new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body, options: ServerJson.Options) }, cancellationToken);

    public async Task DeleteAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await AskAsync(new HttpRequestMessage(HttpMethod.Delete, path), cancellationToken).ConfigureAwait(false);
    }

    public Task<JobDocument> CancelAsync(string id, CancellationToken cancellationToken) =>
        SendAsync<JobDocument>(new HttpRequestMessage(HttpMethod.Post, $"v1/jobs/{Uri.EscapeDataString(id)}/cancel"), cancellationToken);

    public Task<JobDocument> FindAsync(string id, CancellationToken cancellationToken) => GetAsync<JobDocument>($"v1/jobs/{Uri.EscapeDataString(id)}", cancellationToken);

    /// <summary>Follows a job to its end; a connection that breaks is made again, and nothing is told twice.</summary>
    /// <param name="id">The job.</param>
    /// <param name="cancellationToken">Stops; the job goes on.</param>
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
                await Task.Delay(Reconnect, cancellationToken).ConfigureAwait(false);
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

            await Task.Delay(Reconnect, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>A connection that breaks in mid-stream ends it, no more.</summary>
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

    /// <summary>A job that was retried has ended more than once.</summary>
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
        using var response = await AskAsync(message, cancellationToken).ConfigureAwait(false);
        return (await response.Content.ReadFromJsonAsync<T>(ServerJson.Options, cancellationToken).ConfigureAwait(false))!;
    }

    /// <summary>Sends a message and gives its whole answer, if that is one of success.</summary>
    private async Task<HttpResponseMessage> AskAsync(HttpRequestMessage message, CancellationToken cancellationToken)
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
            throw new PipelineException("server_unreachable", $"Asking the server {MediaInput.Redact(_server.AbsoluteUri)}: {e.Message} Is 'reelmill serve' running there?", e);
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
            throw new PipelineException("server_answer", $"The server answered {(int)response.StatusCode} {response.ReasonPhrase}, and not as a Reelmill server does. Check --server.");
        }
    }
}
