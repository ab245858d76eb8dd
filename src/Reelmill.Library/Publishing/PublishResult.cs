namespace Reelmill.Library.Publishing;

/// <summary>What publishing one stream did.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Uploaded">How many files were written.</param>
/// <param name="Skipped">How many were there already, with the same bytes.</param>
/// <param name="Bytes">The size of the files that were written, in bytes.</param>
/// <param name="Why">The outcome and its reason, such as <c>rebuilt: bitrate 3000 -> 2500</c>.</param>
/// <param name="Url">Where the master playlist is: a URL, or a path for a folder.</param>
/// <param name="VersionUrl">
/// Where the version's other files are, such as the list of thumbnails that a page has to name: a URL, or a path. Only the
/// master's place stays the same; this one is gone after two rebuilds.
/// </param>
/// <param name="Remark">What went wrong without harm to viewers: files of older versions that could not be removed. Usually null.</param>
public sealed record PublishResult(
    PublishOutcome Outcome, int Uploaded, int Skipped, long Bytes, string Why, string Url, string VersionUrl, string? Remark = null);
