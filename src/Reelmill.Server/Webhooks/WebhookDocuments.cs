using System.Text.Json.Serialization;
using Reelmill.Core.Reporting;
using Reelmill.Library.Webhooks;

namespace Reelmill.Server.Webhooks;

/// <summary>The body of a request to create a webhook.</summary>
internal sealed record WebhookRequest(string? Url = null, IReadOnlyList<string>? Events = null);

/// <summary>A webhook as the API returns it. <c>Secret</c> signs its messages and is present only in the response that creates the webhook.</summary>
internal sealed record WebhookDocument(
    string Id, string Url, IReadOnlyList<string> Events, long CreatedMs, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Secret = null)
{
    public static WebhookDocument From(Webhook webhook) => new(webhook.Id, DisplayText.RedactUrl(webhook.Url), webhook.Events, webhook.CreatedMs);
}

/// <summary>The delivery of one message to a webhook, as the API returns it.</summary>
internal sealed record DeliveryDocument(string Id, string Event, string JobId, DeliveryState State, IReadOnlyList<DeliveryAttempt> Attempts, long? NextMs)
{
    public static DeliveryDocument From(Delivery delivery) =>
        new(delivery.Id, delivery.Event, delivery.Job, delivery.State, delivery.Attempts, delivery.NextMs);
}
