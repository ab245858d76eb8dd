namespace Reelmill.Media.Fetching;

/// <summary>How far a download is.</summary>
/// <param name="Bytes">The bytes that are there, those of an earlier try included.</param>
/// <param name="TotalBytes">The bytes that there will be; null when the server does not say.</param>
/// <remarks>Reported at every 256 KiB and at the end. A try that starts again reports a smaller number.</remarks>
public sealed record FetchProgress(long Bytes, long? TotalBytes);
