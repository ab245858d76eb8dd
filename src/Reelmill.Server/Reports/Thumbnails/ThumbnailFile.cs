namespace Reelmill.Server.Reports.Thumbnails;

/// <summary>An image whose thumbnail a report has.</summary>
/// <param name="Address">Where the API has the image; documents name it by that.</param>
/// <param name="Path">The file below the library's folder; null when none was saved.</param>
internal sealed record ThumbnailFile(string Address, string? Path);
