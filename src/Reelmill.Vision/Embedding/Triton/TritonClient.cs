using System.Net;
using System.Text.Json;
using Polly;
using Polly.Retry;
using Reelmill.Core;

namespace Reelmill.Vision.Embedding.Triton;

/// <summary>An HTTP client for an inference server, with a timeout per attempt and retries of transient failures.</summary>
internal sealed class TritonClient : IDisposable
{
    private const int MaxMessageLength = 500;

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
        _retries = options.Tries == 1 ? ResiliencePipeline.Empty : BuildRetries(options);
    }

    /// <summary>Gets a JSON document; null when the server answers 404.</summary>
    public Task<JsonElement?> GetAsync(Uri uri, CancellationToken cancellationToken) => RequestAsync<JsonElement?>(
        () => new HttpRequestMessage(HttpMethod.Get, uri),
        static async (response, token) =>
        {
            var stream = await response.Content.ReadAsStreamAsync(token).ConfigureAwait(false);
            await using var closed = stream.ConfigureAwait(false);
            using var json = await JsonDocument.ParseAsync(stream, default, token).ConfigureAwait(false);
            return json.RootElement.Clone();
        },
        fallback: null,
        cancellationToken);

    /// <summary>Returns whether a URL answers 200; false for 404.</summary>
    public Task<bool> IsReadyAsync(Uri uri, CancellationToken cancellationToken) => RequestAsync(
        () => new HttpRequestMessage(HttpMethod.Get, uri), static (_, _) => Task.FromResult(true), fallback: false, cancellationToken);

    /// <summary>Runs one inference request.</summary>
    public async Task InferAsync(TritonModel model, ReadOnlyMemory<float>[] tensors, Memory<float> embeddings, CancellationToken cancellationToken)
    {
        var uri = new Uri($"{_address.ModelUri}/infer");
        var found = await RequestAsync(
            () => new HttpRequestMessage(HttpMethod.Post, uri) { Content = new TritonRequest(model, tensors) },
            async (response, token) =>
            {
                await TritonResponse.ReadAsync(response, model, tensors.Length, embeddings, token).ConfigureAwait(false);
                return true;
            },
            fallback: false,
            cancellationToken).ConfigureAwait(false);
        if (!found)
        {
            throw new ItemException("embed_refused", $"{uri} does not exist anymore: the server has unloaded the model. Load it again.");
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Sends a request with retries; returns <paramref name="fallback"/> on 404.</summary>
    private async Task<T> RequestAsync<T>(
        Func<HttpRequestMessage> createRequest, Func<HttpResponseMessage, CancellationToken, Task<T>> read, T fallback, CancellationToken cancellationToken) =>
        await _retries.ExecuteAsync(async token => await SendOnceAsync(createRequest, read, fallback, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    private async Task<T> SendOnceAsync<T>(
        Func<HttpRequestMessage> createRequest, Func<HttpResponseMessage, CancellationToken, Task<T>> read, T fallback, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_options.Timeout, _options.Time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var request = createRequest();
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, linked.Token).ConfigureAwait(false);
            return response.StatusCode switch
            {
                HttpStatusCode.NotFound => fallback,
                HttpStatusCode.OK => await read(response, linked.Token).ConfigureAwait(false),
                _ => throw await ReadErrorAsync(request, response, linked.Token).ConfigureAwait(false),
            };
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException)
        {
            throw CreateError(request, e.Message, transient: true, e);
        }
        catch (OperationCanceledException e) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw CreateError(request, $"no answer in {_options.Timeout.TotalSeconds:0.###} s", transient: true, e);
        }
    }

    private static async Task<ItemException> ReadErrorAsync(HttpRequestMessage request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        var status = (int)response.StatusCode;
        var transient = status is 408 or 429 or >= 500;
        return CreateError(request, $"it answered {status}: {text[..Math.Min(text.Length, MaxMessageLength)].Trim()}", transient, innerException: null);
    }

    private static ItemException CreateError(HttpRequestMessage request, string problem, bool transient, Exception? innerException) => new(
        transient ? "embed_failed" : "embed_refused",
        $"The request to the inference server at {request.RequestUri} failed: {problem.TrimEnd('.')}. Check the log of the server.",
        transient,
        innerException);

    private static ResiliencePipeline BuildRetries(TritonOptions options) =>
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
