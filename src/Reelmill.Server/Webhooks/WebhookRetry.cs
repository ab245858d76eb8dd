using Reelmill.Library.Webhooks;

namespace Reelmill.Server.Webhooks;

/// <summary>When a message is sent again: the times that Standard Webhooks recommends, and a tenth of each at most by chance, so that a server that was down is not met by everything at once.</summary>
internal static class WebhookRetry
{
    private const int Gone = 410;
    private const double Jitter = 0.1;

    public static IReadOnlyList<TimeSpan> Delays { get; } =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5), TimeSpan.FromHours(10),
    ];

    /// <summary>What an attempt makes of its message.</summary>
    /// <param name="before">How often it had been tried before.</param>
    /// <param name="attempt">The attempt.</param>
    /// <param name="chance">From 0 to 1, by chance.</param>
    public static (DeliveryState State, long? NextMs) After(int before, DeliveryAttempt attempt, double chance) => attempt.Status switch
    {
        >= 200 and < 300 => (DeliveryState.Delivered, null),
        Gone => (DeliveryState.Failed, null),
        _ when before >= Delays.Count => (DeliveryState.Failed, null),
        _ => (DeliveryState.Pending, attempt.AtMs + (long)(Delays[before].TotalMilliseconds * (1 + (chance * Jitter)))),
    };
}
