using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Reelmill.Core;
using Reelmill.Library.Webhooks;
using Reelmill.Media.Fetching;

namespace Reelmill.Server.Webhooks;

/// <summary>Posts signed messages to webhooks: only to allowed addresses, without following redirects and without reading the response body.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class WebhookClient : IDisposable
{
    /// <summary>The timeout of an attempt.</summary>
    public static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(15);

    private readonly HttpClient _client;
    private readonly TimeProvider _time;

    public WebhookClient(AddressPolicy addresses, TimeProvider time)
    {
        _time = time;
        _client = new HttpClient(GuardedHttp.CreateHandler(addresses, AttemptTimeout, time)) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("Reelmill/0.1");
    }

    /// <summary>Sends a message and returns the outcome of the attempt. Failures are part of the outcome; only cancellation throws.</summary>
    public async Task<DeliveryAttempt> SendAsync(Webhook webhook, Delivery delivery, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(AttemptTimeout, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using var request = CreateRequest(webhook, delivery);
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, linked.Token).ConfigureAwait(false);
            var status = (int)response.StatusCode;
            return CreateAttempt(status, response.IsSuccessStatusCode ? null : string.Create(CultureInfo.InvariantCulture, $"http_{status}: the receiver answered with an error status."));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return CreateAttempt(null, string.Create(CultureInfo.InvariantCulture, $"timeout: the receiver did not answer within {AttemptTimeout.TotalSeconds} s."));
        }
        catch (HttpRequestException e)
        {
            return CreateAttempt(null, e.InnerException is ItemException reason ? $"{reason.Code}: {reason.Message}" : $"connection_lost: {e.GetBaseException().Message}");
        }
    }

    public void Dispose() => _client.Dispose();

    private HttpRequestMessage CreateRequest(Webhook webhook, Delivery delivery)
    {
        var timestamp = _time.GetUtcNow().ToUnixTimeSeconds();
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(delivery.Body));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url) { Content = content };
        request.Headers.Add("webhook-id", delivery.Id);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", WebhookSignature.Compute(webhook.Secret, delivery.Id, timestamp, delivery.Body));
        return request;
    }

    private DeliveryAttempt CreateAttempt(int? status, string? error) => new(_time.GetUtcNow().ToUnixTimeMilliseconds(), status, error);
}
