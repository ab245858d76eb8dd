namespace Reelmill.Server.Reports.Thumbnails;

/// <summary>Why a report does not show an image that it should.</summary>
internal enum ThumbnailProblem
{
    /// <summary>No file was saved, or it is elsewhere.</summary>
    NotSaved,

    /// <summary>The file is gone.</summary>
    Missing,

    /// <summary>The file cannot be read.</summary>
    Unreadable,

    /// <summary>The file is damaged, or something else took its place.</summary>
    Damaged,
}
