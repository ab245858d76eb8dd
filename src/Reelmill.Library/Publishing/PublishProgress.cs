namespace Reelmill.Library.Publishing;

/// <summary>How far publishing one stream has come.</summary>
/// <param name="Done">How many files are there.</param>
/// <param name="Total">How many there will be.</param>
/// <param name="Bytes">How many bytes have been written by this call.</param>
public sealed record PublishProgress(int Done, int Total, long Bytes);
