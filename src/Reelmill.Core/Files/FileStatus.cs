using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Reelmill.Core.Files;

/// <summary>The status of a path or an open file, from Linux's <c>statx</c>, whose layout is the same on every architecture.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal partial struct FileStatus
{
    private const int CurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const int EmptyPath = 0x1000;
    private const uint Basic = 0x7ff;
    private const int KindMask = 0xf000;
    private const long NsPerSecond = 1_000_000_000;

    [FieldOffset(28)]
    private readonly ushort _mode;

    [FieldOffset(32)]
    private readonly ulong _inode;

    [FieldOffset(40)]
    private readonly long _size;

    [FieldOffset(112)]
    private readonly long _modifiedSeconds;

    [FieldOffset(120)]
    private readonly uint _modifiedNs;

    /// <summary>The kind of the entry in words, such as <c>a folder</c>; null for a regular file.</summary>
    public readonly string? OtherKind => (_mode & KindMask) switch
    {
        0x8000 => null,
        0x4000 => "a folder",
        0x1000 => "a named pipe",
        0xc000 => "a socket",
        0x2000 or 0x6000 => "a device",
        _ => "of an unknown kind",
    };

    public readonly bool IsFolder => (_mode & KindMask) == 0x4000;

    public readonly FileStamp Stamp => new(_size, unchecked((_modifiedSeconds * NsPerSecond) + _modifiedNs), _inode);

    /// <summary>Reads the status of a path, following links; returns 0 or the error number.</summary>
    public static int Read(string path, out FileStatus status) => Call(CurrentFolder, path, 0, out status);

    /// <summary>Reads the status of a path without following a link; returns 0 or the error number.</summary>
    public static int ReadEntry(string path, out FileStatus status) => Call(CurrentFolder, path, NoFollow, out status);

    public static int Read(SafeFileHandle file, out FileStatus status)
    {
        var isReferenced = false;
        try
        {
            file.DangerousAddRef(ref isReferenced);
            return Call((int)file.DangerousGetHandle(), string.Empty, EmptyPath, out status);
        }
        finally
        {
            if (isReferenced)
            {
                file.DangerousRelease();
            }
        }
    }

    private static int Call(int folder, string path, int flags, out FileStatus status)
    {
        LinuxOnly.Check();
        return Statx(folder, path, flags, Basic, out status) == 0 ? 0 : Marshal.GetLastPInvokeError();
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Statx(int folder, string path, int flags, uint mask, out FileStatus status);
}
