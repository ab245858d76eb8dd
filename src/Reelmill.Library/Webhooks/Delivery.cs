namespace Reelmill.Library.Webhooks;

/// <summary>How far a message to a webhook is.</summary>
public enum DeliveryState
{
    /// <summary>It is to be sent, for the first time or again.</summary>
    Pending,

    /// <summary>The other side took it.</summary>
    Delivered,

    /// <summary>It was given up.</summary>
    Failed,
}

/// <summary>One attempt to deliver a message.</summary>
/// <param name="AtMs">When it ended, in Unix milliseconds.</param>
/// <param name="Status">The HTTP status of the answer; null when there was none.</param>
/// <param name="Error">What went wrong; null when nothing did.</param>
public sealed record DeliveryAttempt(long AtMs, int? Status, string? Error);

/// <summary>One message to one webhook.</summary>
/// <param name="Id">The message's id, which every attempt repeats.</param>
/// <param name="Webhook">The webhook's id.</param>
/// <param name="Event">The type of the event.</param>
/// <param name="Job">The job that it is about.</param>
/// <param name="Body">The message: JSON, byte for byte as it is signed and sent.</param>
/// <param name="State">How far it is.</param>
/// <param name="Attempts">The attempts so far, in order.</param>
/// <param name="NextMs">When it is to be sent next, in Unix milliseconds; null when it is not.</param>
/// <param name="CreatedMs">When the event happened, in Unix milliseconds.</param>
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
