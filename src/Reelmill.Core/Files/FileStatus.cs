using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Reelmill.Core.Files;

/// <summary>What Linux says of a path or of an open file (<c>statx</c>, whose layout is the same on every processor).</summary>
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

    /// <summary>What it is, in words; null for a regular file.</summary>
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

    /// <summary>The status of what a path leads to; the error's number is 0 when there is one.</summary>
    public static int Of(string path, out FileStatus status) => Call(CurrentFolder, path, 0, out status);

    /// <summary>The status of an entry of a folder, also of a link.</summary>
    public static int OfEntry(string path, out FileStatus status) => Call(CurrentFolder, path, NoFollow, out status);

    public static int Of(SafeFileHandle file, out FileStatus status)
    {
        var held = false;
        try
        {
            file.DangerousAddRef(ref held);
            return Call((int)file.DangerousGetHandle(), string.Empty, EmptyPath, out status);
        }
        finally
        {
            if (held)
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
