namespace Reelmill.Server.Webhooks;

/// <summary>The events that webhooks can subscribe to.</summary>
internal static class WebhookEvents
{
    public const string Succeeded = "job.succeeded";
    public const string Partial = "job.partial";
    public const string Failed = "job.failed";
    public const string Cancelled = "job.cancelled";

    public static IReadOnlyList<string> All { get; } = [Succeeded, Partial, Failed, Cancelled];
}
