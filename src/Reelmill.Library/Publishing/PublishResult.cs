namespace Reelmill.Library.Publishing;

/// <summary>The result of publishing one stream.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Uploaded">The number of uploaded files.</param>
/// <param name="Skipped">The number of files that were already present with the same bytes.</param>
/// <param name="Bytes">The size of the uploaded files, in bytes.</param>
/// <param name="Summary">The outcome and its reason, such as <c>rebuilt: bitrate 3000 -> 2500</c>.</param>
/// <param name="Url">The address of the master playlist: a URL, or a path for a folder.</param>
/// <param name="VersionUrl">
/// The address of the version's folder, which has the other files, such as the list of thumbnails that a page refers to: a
/// URL, or a path. The folder is removed after two rebuilds; only the address of the master playlist is permanent.
/// </param>
/// <param name="Warning">A problem that does not affect viewers: files of older versions could not be removed. Usually null.</param>
public sealed record PublishResult(
    PublishOutcome Outcome, int Uploaded, int Skipped, long Bytes, string Summary, string Url, string VersionUrl, string? Warning = null);
