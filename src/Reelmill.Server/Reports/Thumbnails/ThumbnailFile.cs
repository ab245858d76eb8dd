namespace Reelmill.Server.Reports.Thumbnails;

/// <summary>An image with a thumbnail in a report.</summary>
/// <param name="Address">The API path of the image, by which documents refer to it.</param>
/// <param name="Path">The path of the file relative to the library's folder; null when no file was saved.</param>
internal sealed record ThumbnailFile(string Address, string? Path);
