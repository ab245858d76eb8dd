namespace Reelmill.Library.Vectors.Milvus;

/// <summary>Milvus answered with another code than 0, or HTTP with another status than 200.</summary>
/// <param name="code">Milvus's code; null when there is only a status.</param>
/// <param name="status">HTTP's status.</param>
/// <param name="message">What the server said.</param>
/// <remarks>The two are numbered apart: code 401 is a replica that is not there yet, status 401 a token that is refused.</remarks>
internal sealed class MilvusException(int? code, int status, string message) : Exception(message)
{
    public const int NotFound = 100;
    public const int NotLoaded = 101;
    public const int NoIndex = 700;
    public const int NoDatabase = 800;

    /// <summary>Milvus's code; null when there is only a status.</summary>
    public int? Code => code;

    /// <summary>The code or the status, for messages.</summary>
    public string Shown => code is null ? $"HTTP status {status}" : $"code {code}";

    // Not authenticated, not permitted, and the REST API's own not authenticated.
    public bool IsDenied => code is 1400 or 1401 or 1800 || (code is null && status is 401 or 403);

    /// <summary>Whether Milvus marks the code as one to retry, or it stands for a node that is restarting.</summary>
    public bool IsTransient => code is null
        ? status is 408 or 429 or 500 or 502 or 503 or 504
        : code is NotLoaded or (>= 1 and <= 2) or 4 or 8 or 12 or 103 or 106 or 202 or 305 or 401 or 503 or 902 or 905 or 1002 or 1807;
}
