namespace Reelmill.Core.Files;

/// <summary>What tells that a file is still the same one with the same bytes.</summary>
/// <param name="Bytes">Its size.</param>
/// <param name="ModifiedNs">When its bytes changed last, in nanoseconds since 1970.</param>
/// <param name="Inode">Its number in its file system: another one when the file was replaced.</param>
internal readonly record struct FileStamp(long Bytes, long ModifiedNs, ulong Inode);
