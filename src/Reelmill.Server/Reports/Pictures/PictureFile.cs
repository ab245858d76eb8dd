namespace Reelmill.Server.Reports.Pictures;

/// <summary>A picture that a report has.</summary>
/// <param name="Address">Where the API has the picture; documents name it by that.</param>
/// <param name="Path">The file below the library's folder; null when none was saved.</param>
internal sealed record PictureFile(string Address, string? Path);
