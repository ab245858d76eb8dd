namespace Reelmill.Server.Reports.Thumbnails;

/// <summary>The reason why a report has no thumbnail of an image.</summary>
internal enum ThumbnailProblem
{
    /// <summary>No file was saved, or the file is not in the library.</summary>
    NotSaved,

    /// <summary>The file does not exist any more.</summary>
    Missing,

    /// <summary>The file cannot be read.</summary>
    Unreadable,

    /// <summary>The file is damaged, or is not the image that was saved.</summary>
    Damaged,
}
