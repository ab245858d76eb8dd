namespace Reelmill.Core.Files;

/// <summary>Identifies a file and the version of its content, without reading it.</summary>
/// <param name="Bytes">The size in bytes.</param>
/// <param name="ModifiedNs">The last change of the content, in nanoseconds since 1970.</param>
/// <param name="Inode">The inode number, which changes when the file is replaced.</param>
internal readonly record struct FileStamp(long Bytes, long ModifiedNs, ulong Inode);
