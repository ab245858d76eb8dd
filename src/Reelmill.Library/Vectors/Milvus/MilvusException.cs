namespace Reelmill.Library.Vectors.Milvus;

/// <summary>Milvus answered, but with another code than 0, or with another status than 200.</summary>
/// <param name="code">Milvus's code, or HTTP's status.</param>
/// <param name="message">What it said.</param>
internal sealed class MilvusException(int code, string message) : Exception(message)
{
    public const int NotFound = 100;
    public const int NotLoaded = 101;
    private const int RateLimited = 8;
    private const int TooManyRequests = 1807;
    private const int Unauthenticated = 1800;

    /// <summary>Milvus's code, or HTTP's status.</summary>
    public int Code => code;

    public bool IsDenied => code is Unauthenticated or 401 or 403;

    public bool IsTransient => code is NotLoaded or RateLimited or TooManyRequests or 408 or 429 or 500 or 502 or 503 or 504;
}
