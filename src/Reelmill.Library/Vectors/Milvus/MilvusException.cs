namespace Reelmill.Library.Vectors.Milvus;

/// <summary>Represents a response with a Milvus code other than 0, or with an HTTP status other than success.</summary>
/// <param name="code">The Milvus code; null when there is only an HTTP status.</param>
/// <param name="status">The HTTP status.</param>
/// <param name="message">The server's message.</param>
/// <remarks>Milvus codes and HTTP statuses are independent: code 401 is a replica that is not available, status 401 a rejected token.</remarks>
internal sealed class MilvusException(int? code, int status, string message) : Exception(message)
{
    public const int NotFound = 100;
    public const int NotLoaded = 101;
    public const int NoIndex = 700;
    public const int NoDatabase = 800;

    /// <summary>The Milvus code; null when there is only an HTTP status.</summary>
    public int? Code => code;

    /// <summary>The code or the status, for messages.</summary>
    public string CodeText => code is null ? $"HTTP status {status}" : $"code {code}";

    // 1400 is not authenticated, 1401 not permitted, 1800 the REST API's own code for not authenticated.
    public bool IsDenied => code is 1400 or 1401 or 1800 || (code is null && status is 401 or 403);

    /// <summary>Whether Milvus marks the code as retriable, or the code stands for a node that is restarting.</summary>
    public bool IsTransient => code is null
        ? status is 408 or 429 or 500 or 502 or 503 or 504
        : code is NotLoaded or (>= 1 and <= 2) or 4 or 8 or 12 or 103 or 106 or 202 or 305 or 401 or 503 or 902 or 905 or 1002 or 1807;
}
