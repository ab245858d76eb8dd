namespace Reelmill.Library.Files;

/// <summary>The kind of entry that a path names; a symbolic link is not followed.</summary>
internal enum PathKind
{
    /// <summary>Nothing.</summary>
    Missing,

    /// <summary>A regular file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A symbolic link, FIFO, socket or device.</summary>
    Other,
}
