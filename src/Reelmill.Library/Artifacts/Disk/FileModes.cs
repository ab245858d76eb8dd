using System.Runtime.InteropServices;

namespace Reelmill.Library.Artifacts.Disk;

/// <summary>
/// Who may read what the process writes: its user alone, or in a shared library its group too. A library is shared when
/// its folder is writable by its group; what is published is for everybody whom the umask at the start lets in.
/// </summary>
/// <remarks>The umask is the whole process's: programs call this at their start, libraries leave it alone.</remarks>
public static partial class FileModes
{
    private const int PrivateMask = 0x3F;
    private const int SharedMask = 0x07;
    private const UnixFileMode SharedFile = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
    private const UnixFileMode SharedFolder = SharedFile | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.SetGroup;
    private const int AnyFile = 0x1B6;
    private const int AnyFolder = 0x1FF;
    private static int? _initial;
    private static bool _isShared;

    /// <summary>From now on files are made with 0600 and folders with 0700.</summary>
    public static void Keep() => _initial ??= SetMask(PrivateMask);

    /// <summary>Follows a library: where its folder is writable by its group, files are made with 0660 and folders with 0770.</summary>
    /// <param name="library">The folder of the library; it need not exist.</param>
    public static void Follow(string library)
    {
        if (_initial is not null && Directory.Exists(library) && File.GetUnixFileMode(library).HasFlag(UnixFileMode.GroupWrite))
        {
            Share();
        }
    }

    /// <summary>Shares what is made from now on with the group of its folder.</summary>
    public static void Share()
    {
        Keep();
        _isShared = true;
        _ = SetMask(SharedMask);
    }

    /// <summary>Shares an open library's folder, catalog and key secret, which are made with narrower modes.</summary>
    /// <param name="library">The folder of the library.</param>
    public static void Settle(string library)
    {
        if (!_isShared)
        {
            return;
        }

        Change(library, SharedFolder);
        foreach (var name in new[] { LibraryLayout.Database, $"{LibraryLayout.Database}-wal", $"{LibraryLayout.Database}-shm", LibraryLayout.KeySecret })
        {
            Change(Path.Combine(library, name), SharedFile);
        }
    }

    /// <summary>Opens a published file or folder to everybody whom the umask at the start lets in.</summary>
    /// <param name="path">The file or folder.</param>
    internal static void Publish(string path)
    {
        if (_initial is { } mask)
        {
            File.SetUnixFileMode(path, (UnixFileMode)((Directory.Exists(path) ? AnyFolder : AnyFile) & ~mask));
        }
    }

    // Another member of the group may own the file, and has shared it then.
    private static void Change(string path, UnixFileMode mode)
    {
        try
        {
            if ((File.Exists(path) || Directory.Exists(path)) && !File.GetUnixFileMode(path).HasFlag(mode))
            {
                File.SetUnixFileMode(path, mode);
            }
        }
        catch (UnauthorizedAccessException)
        {
        }
    }

    [LibraryImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetMask(int mask);
}
