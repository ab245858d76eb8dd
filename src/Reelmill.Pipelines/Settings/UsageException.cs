namespace Reelmill.Pipelines.Settings;

/// <summary>Says what is wrong with what the user wrote: which key, and which one is near.</summary>
/// <param name="message">What is wrong.</param>
public sealed class UsageException(string message) : Exception(message);
