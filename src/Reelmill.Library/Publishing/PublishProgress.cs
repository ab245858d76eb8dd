namespace Reelmill.Library.Publishing;

/// <summary>Reports the progress of publishing one stream.</summary>
/// <param name="Done">The number of files at the target, uploaded or already present.</param>
/// <param name="Total">The total number of files.</param>
/// <param name="Bytes">The number of bytes written by this call.</param>
public sealed record PublishProgress(int Done, int Total, long Bytes);
