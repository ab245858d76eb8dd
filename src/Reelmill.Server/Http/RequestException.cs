namespace Reelmill.Server.Http;

/// <summary>The exception that refuses a request with a stable error code.</summary>
/// <param name="code">The stable error code, in snake case.</param>
/// <param name="message">What failed, on what, why, and what to do.</param>
/// <param name="status">The HTTP status of the response.</param>
internal sealed class RequestException(string code, string message, int status) : Exception(message)
{
    public string Code => code;

    public int Status => status;

    /// <summary>The wait after which a retry may succeed; null when unknown.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
