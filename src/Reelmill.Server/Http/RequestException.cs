namespace Reelmill.Server.Http;

/// <summary>Why a request is refused.</summary>
/// <param name="code">The stable name of the reason, in snake case.</param>
/// <param name="message">What was asked for, what was wrong and what to do next.</param>
/// <param name="status">The HTTP status that says the same.</param>
internal sealed class RequestException(string code, string message, int status) : Exception(message)
{
    public string Code => code;

    public int Status => status;

    /// <summary>When it may be worth another try.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
