namespace Reelmill.Pipelines.Settings;

/// <summary>Reports an error in user input, such as a setting: the key, what is wrong, and the nearest valid key.</summary>
/// <param name="message">What is wrong.</param>
public sealed class UsageException(string message) : Exception(message);
