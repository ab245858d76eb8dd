using System.Text.Json.Serialization;
using Reelmill.Core.Reporting;
using Reelmill.Library.Webhooks;

namespace Reelmill.Server.Webhooks;

/// <summary>The webhook that somebody wants.</summary>
internal sealed record WebhookRequest(string? Url = null, IReadOnlyList<string>? Events = null);

/// <summary>A webhook as the API shows it; with the secret of its messages in the answer that made it only.</summary>
internal sealed record WebhookDocument(
    string Id, string Url, IReadOnlyList<string> Events, long CreatedMs, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Secret = null)
{
    public static WebhookDocument Of(Webhook webhook) => new(webhook.Id, DisplayText.RedactUrl(webhook.Url), webhook.Events, webhook.CreatedMs);
}

/// <summary>A message as the API shows it.</summary>
internal sealed record DeliveryDocument(string Id, string Event, string JobId, DeliveryState State, IReadOnlyList<DeliveryAttempt> Attempts, long? NextMs)
{
    public static DeliveryDocument Of(Delivery delivery) =>
        new(delivery.Id, delivery.Event, delivery.Job, delivery.State, delivery.Attempts, delivery.NextMs);
}
