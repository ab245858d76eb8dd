namespace Reelmill.Pipelines.Settings;

/// <summary>Says what is wrong with what the user wrote: which key, and which one is near.</summary>
internal sealed class UsageException(string message) : Exception(message);
