using System.Net;
using System.Text.Json;
using Polly;
using Polly.Retry;
using Reelmill.Core;

namespace Reelmill.Vision.Embedding.Triton;

/// <summary>Talks to an inference server: each try has its limit, and what may pass is tried again.</summary>
internal sealed class TritonClient : IDisposable
{
    private const int LongestMessage = 500;

    private readonly TritonAddress _address;
    private readonly TritonOptions _options;
    private readonly HttpClient _http;
    private readonly ResiliencePipeline _retries;

    public TritonClient(TritonAddress address, TritonOptions options)
    {
        (_address, _options) = (address, options);
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, MaxConnectionsPerServer = options.MaxInFlight, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _retries = options.Tries == 1 ? ResiliencePipeline.Empty : Build(options);
    }

    /// <summary>Reads a JSON document; null when the server does not have it.</summary>
    public Task<JsonElement?> GetAsync(Uri uri, CancellationToken cancellationToken) => RequestAsync<JsonElement?>(
        () => new HttpRequestMessage(HttpMethod.Get, uri),
        static async (response, token) =>
        {
            var stream = await response.Content.ReadAsStreamAsync(token).ConfigureAwait(false);
            await using var closed = stream.ConfigureAwait(false);
            using var json = await JsonDocument.ParseAsync(stream, default, token).ConfigureAwait(false);
            return json.RootElement.Clone();
        },
        otherwise: null,
        cancellationToken);

    /// <summary>Whether an address answers with success.</summary>
    public Task<bool> IsReadyAsync(Uri uri, CancellationToken cancellationToken) => RequestAsync(
        () => new HttpRequestMessage(HttpMethod.Get, uri), static (_, _) => Task.FromResult(true), otherwise: false, cancellationToken);

    /// <summary>Runs the model once.</summary>
    public async Task InferAsync(TritonModel model, ReadOnlyMemory<float>[] tensors, Memory<float> vectors, CancellationToken cancellationToken)
    {
        var uri = new Uri($"{_address.ModelUri}/infer");
        var found = await RequestAsync(
            () => new HttpRequestMessage(HttpMethod.Post, uri) { Content = new TritonRequest(model, tensors) },
            async (response, token) =>
            {
                await TritonResponse.ReadAsync(response, model, tensors.Length, vectors, token).ConfigureAwait(false);
                return true;
            },
            otherwise: false,
            cancellationToken).ConfigureAwait(false);
        if (!found)
        {
            throw new ItemException("embed_refused", $"{uri} is no longer there: the server has unloaded the model. Load it again.");
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Makes a request until it is answered; 404 gives <paramref name="otherwise"/>.</summary>
    private async Task<T> RequestAsync<T>(
        Func<HttpRequestMessage> make, Func<HttpResponseMessage, CancellationToken, Task<T>> read, T otherwise, CancellationToken cancellationToken) =>
        await _retries.ExecuteAsync(async token => await TryAsync(make, read, otherwise, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    private async Task<T> TryAsync<T>(
        Func<HttpRequestMessage> make, Func<HttpResponseMessage, CancellationToken, Task<T>> read, T otherwise, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_options.Timeout, _options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var request = make();
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            return response.StatusCode switch
            {
                HttpStatusCode.NotFound => otherwise,
                HttpStatusCode.OK => await read(response, either.Token).ConfigureAwait(false),
                _ => throw await FailedAsync(request, response, either.Token).ConfigureAwait(false),
            };
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException)
        {
            throw Failed(request, e.Message, transient: true, e);
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw Failed(request, $"no answer in {_options.Timeout.TotalSeconds:0.###} s", transient: true, e);
        }
    }

    private static async Task<ItemException> FailedAsync(HttpRequestMessage request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        var status = (int)response.StatusCode;
        var transient = status is 408 or 429 or >= 500;
        return Failed(request, $"it answered {status}: {text[..Math.Min(text.Length, LongestMessage)].Trim()}", transient, innerException: null);
    }

    private static ItemException Failed(HttpRequestMessage request, string why, bool transient, Exception? innerException) => new(
        transient ? "embed_failed" : "embed_refused",
        $"Asking the inference server at {request.RequestUri}: {why.TrimEnd('.')}. Look at the server's log.",
        transient,
        innerException);

    private static ResiliencePipeline Build(TritonOptions options) =>
        new ResiliencePipelineBuilder { TimeProvider = options.Time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = options.Tries - 1,
                Delay = options.Delay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = static a => ValueTask.FromResult(a.Outcome.Exception is ItemException { IsTransient: true }),
            })
            .Build();
}
