using System.Runtime.InteropServices;

namespace Reelmill.Library.Files;

/// <summary>
/// Sets the permissions of the files that the process writes: private to its user, or shared with the group in a shared
/// library. A library is shared when its folder is writable by the group. Published files follow the umask at start.
/// </summary>
/// <remarks>The umask applies to the whole process: programs set it at start, class libraries do not.</remarks>
public static partial class FileModes
{
    private const int PrivateMask = 0x3F;
    private const int SharedMask = 0x07;
    private const UnixFileMode SharedFile = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
    private const UnixFileMode SharedFolder = SharedFile | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.SetGroup;
    private const int AnyFile = 0x1B6;
    private const int AnyFolder = 0x1FF;
    private static int? _startMask;
    private static bool _isShared;

    /// <summary>Creates files with 0600 and folders with 0700 from now on.</summary>
    public static void RestrictToOwner() => _startMask ??= SetMask(PrivateMask);

    /// <summary>Creates files with 0660 and folders with 0770 from now on if the library's folder is writable by its group.</summary>
    /// <param name="library">The library's folder; it need not exist.</param>
    public static void MatchLibrary(string library)
    {
        if (_startMask is not null && Directory.Exists(library) && File.GetUnixFileMode(library).HasFlag(UnixFileMode.GroupWrite))
        {
            ShareWithGroup();
        }
    }

    /// <summary>Shares files and folders that are created from now on with the group of their folder.</summary>
    public static void ShareWithGroup()
    {
        RestrictToOwner();
        _isShared = true;
        _ = SetMask(SharedMask);
    }

    /// <summary>Shares the folder, catalog and key secret of an open library, which are created with narrower modes.</summary>
    /// <param name="library">The library's folder.</param>
    public static void ShareLibrary(string library)
    {
        if (!_isShared)
        {
            return;
        }

        EnsureMode(library, SharedFolder);
        foreach (var name in new[] { LibraryLayout.Database, $"{LibraryLayout.Database}-wal", $"{LibraryLayout.Database}-shm", LibraryLayout.KeySecret })
        {
            EnsureMode(Path.Combine(library, name), SharedFile);
        }
    }

    /// <summary>Gives a published file or folder the mode that the umask at start allows.</summary>
    /// <param name="path">The file or folder.</param>
    internal static void ApplyPublicMode(string path)
    {
        if (_startMask is { } mask)
        {
            File.SetUnixFileMode(path, (UnixFileMode)((Directory.Exists(path) ? AnyFolder : AnyFile) & ~mask));
        }
    }

    // A file that another member of the group owns cannot be changed here; that member's process has shared it.
    private static void EnsureMode(string path, UnixFileMode mode)
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
