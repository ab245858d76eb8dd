namespace Reelmill.Media.Fetching;

/// <summary>The progress of a download.</summary>
/// <param name="Bytes">The bytes on disk, including those of earlier attempts.</param>
/// <param name="TotalBytes">The size of the whole file in bytes; null when the server does not declare it.</param>
/// <remarks>Reported every 256 KiB and at the end. An attempt that starts over reports a smaller number.</remarks>
public sealed record FetchProgress(long Bytes, long? TotalBytes);
