using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Reelmill.Core;
using Reelmill.Library.Webhooks;
using Reelmill.Media.Fetching;

namespace Reelmill.Server.Webhooks;

/// <summary>Posts one message to one webhook: signed, to an allowed address, without redirects, and without reading what is answered.</summary>
/// <remarks>Safe for use by many threads.</remarks>
internal sealed class WebhookPost : IDisposable
{
    /// <summary>How long an attempt may take.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    private readonly HttpClient _client;
    private readonly TimeProvider _time;

    public WebhookPost(AddressPolicy addresses, TimeProvider time)
    {
        _time = time;
        _client = new HttpClient(GuardedHttp.CreateHandler(addresses, Limit, time)) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("Reelmill/0.1");
    }

    /// <summary>Sends it, and says what came of it. Only a cancellation is thrown.</summary>
    public async Task<DeliveryAttempt> SendAsync(Webhook webhook, Delivery delivery, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            using var request = RequestOf(webhook, delivery);
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            var status = (int)response.StatusCode;
            return Attempt(status, response.IsSuccessStatusCode ? null : string.Create(CultureInfo.InvariantCulture, $"http_{status}: the answer is not one of success."));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Attempt(null, string.Create(CultureInfo.InvariantCulture, $"timeout: there was no answer in {Limit.TotalSeconds} s."));
        }
        catch (HttpRequestException e)
        {
            return Attempt(null, e.InnerException is ItemException reason ? $"{reason.Code}: {reason.Message}" : $"connection_lost: {e.GetBaseException().Message}");
        }
    }

    public void Dispose() => _client.Dispose();

    private HttpRequestMessage RequestOf(Webhook webhook, Delivery delivery)
    {
        var timestamp = _time.GetUtcNow().ToUnixTimeSeconds();
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(delivery.Body));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url) { Content = content };
        request.Headers.Add("webhook-id", delivery.Id);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", WebhookSignature.Of(webhook.Secret, delivery.Id, timestamp, delivery.Body));
        return request;
    }

    private DeliveryAttempt Attempt(int? status, string? error) => new(_time.GetUtcNow().ToUnixTimeMilliseconds(), status, error);
}
