namespace Reelmill.Server.Webhooks;

/// <summary>What webhooks are told of.</summary>
internal static class WebhookEvents
{
    public const string Succeeded = "job.succeeded";
    public const string Partial = "job.partial";
    public const string Failed = "job.failed";
    public const string Cancelled = "job.cancelled";

    public static IReadOnlyList<string> All { get; } = [Succeeded, Partial, Failed, Cancelled];
}
