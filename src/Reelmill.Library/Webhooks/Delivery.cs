namespace Reelmill.Library.Webhooks;

/// <summary>The state of a webhook delivery.</summary>
public enum DeliveryState
{
    /// <summary>The message waits for its first or next attempt.</summary>
    Pending,

    /// <summary>The receiver accepted the message.</summary>
    Delivered,

    /// <summary>The delivery failed permanently.</summary>
    Failed,
}

/// <summary>One attempt to deliver a message.</summary>
/// <param name="AtMs">When the attempt ended, in Unix milliseconds.</param>
/// <param name="Status">The HTTP status of the response; null without a response.</param>
/// <param name="Error">The error; null when there was none.</param>
public sealed record DeliveryAttempt(long AtMs, int? Status, string? Error);

/// <summary>One message to one webhook.</summary>
/// <param name="Id">The message's id, the same for every attempt.</param>
/// <param name="Webhook">The webhook's id.</param>
/// <param name="Event">The type of the event.</param>
/// <param name="Job">The job of the event.</param>
/// <param name="Body">The JSON body, exactly as it is signed and sent.</param>
/// <param name="State">The state of the delivery.</param>
/// <param name="Attempts">The attempts so far, in order.</param>
/// <param name="NextMs">When the next attempt is due, in Unix milliseconds; null when none is.</param>
/// <param name="CreatedMs">When the event occurred, in Unix milliseconds.</param>
public sealed record Delivery(
    string Id,
    string Webhook,
    string Event,
    string Job,
    string Body,
    DeliveryState State,
    IReadOnlyList<DeliveryAttempt> Attempts,
    long? NextMs,
    long CreatedMs);
