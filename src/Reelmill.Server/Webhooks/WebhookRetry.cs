using Reelmill.Library.Webhooks;

namespace Reelmill.Server.Webhooks;

/// <summary>The retry schedule of messages: the delays that Standard Webhooks recommends, plus up to 10% jitter, so that a recovering receiver does not get every message at once.</summary>
internal static class WebhookRetry
{
    private const int Gone = 410;
    private const double Jitter = 0.1;

    public static IReadOnlyList<TimeSpan> Delays { get; } =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5), TimeSpan.FromHours(10),
    ];

    /// <summary>Computes the state of a message after an attempt, and the time of the next one.</summary>
    /// <param name="before">The number of earlier attempts.</param>
    /// <param name="attempt">The outcome of the attempt.</param>
    /// <param name="random">A random number from 0 to 1, for the jitter.</param>
    public static (DeliveryState State, long? NextMs) Schedule(int before, DeliveryAttempt attempt, double random) => attempt.Status switch
    {
        >= 200 and < 300 => (DeliveryState.Delivered, null),
        Gone => (DeliveryState.Failed, null),
        _ when before >= Delays.Count => (DeliveryState.Failed, null),
        _ => (DeliveryState.Pending, attempt.AtMs + (long)(Delays[before].TotalMilliseconds * (1 + (random * Jitter)))),
    };
}
