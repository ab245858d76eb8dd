using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Reelmill.Core.Files;

namespace Reelmill.Library.Files;

/// <summary>Calls the Linux file functions that .NET does not offer. Failures are <see cref="IOException"/>s.</summary>
internal static partial class NativeFile
{
    private const int CurrentFolder = -100;
    private const int CloseOnExec = 0x80000;
    private const uint ExchangeNames = 2;
    private const uint StartWriting = 2;
    private const int InvalidArgument = 22;
    private const int NotImplemented = 38;
    private const int NoEntry = 2;
    private const int NotAFolder = 20;

    /// <summary>Opens a file or a folder without .NET's advisory lock.</summary>
    public static SafeFileHandle OpenForReading(string path)
    {
        var handle = new SafeFileHandle(Open(path, CloseOnExec), ownsHandle: true);
        return handle.IsInvalid ? throw LastError() : handle;
    }

    /// <summary>Flushes a file's content, or a folder's names, to the disk (fsync).</summary>
    public static void Flush(string path)
    {
        using var handle = OpenForReading(path);
        if (Sync(handle) != 0)
        {
            throw LastError();
        }
    }

    /// <summary>Starts the write-back of a file and returns at once, so that a later flush waits less.</summary>
    public static void StartFlush(SafeFileHandle handle) => _ = SyncRange(handle, 0, 0, StartWriting);

    /// <summary>Gets what a path names, without opening it: opening a FIFO waits for its other end.</summary>
    public static PathKind GetKind(string path) => FileStatus.ReadEntry(path, out var status) switch
    {
        0 when status.OtherKind is null => PathKind.File,
        0 => status.IsFolder ? PathKind.Folder : PathKind.Other,
        NoEntry or NotAFolder => PathKind.Missing,
        _ => throw LastError(),
    };

    /// <summary>Creates a hard link; a symbolic link is not followed.</summary>
    public static void Link(string path, string name)
    {
        if (LinkAt(CurrentFolder, path, CurrentFolder, name, 0) != 0)
        {
            throw LastError();
        }
    }

    /// <summary>Exchanges two names atomically; false where the file system cannot.</summary>
    public static bool TryExchange(string one, string other)
    {
        if (Rename(CurrentFolder, one, CurrentFolder, other, ExchangeNames) == 0)
        {
            return true;
        }

        return Marshal.GetLastPInvokeError() is InvalidArgument or NotImplemented
            ? false
            : throw LastError();
    }

    private static IOException LastError()
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException($"{Marshal.GetPInvokeErrorMessage(error)}.", error);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Sync(SafeFileHandle handle);

    [LibraryImport("libc", EntryPoint = "sync_file_range", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SyncRange(SafeFileHandle handle, long offset, long length, uint flags);

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Rename(int fromFolder, string from, int toFolder, string to, uint flags);

    [LibraryImport("libc", EntryPoint = "linkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int LinkAt(int fromFolder, string from, int toFolder, string to, int flags);
}
