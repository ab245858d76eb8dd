using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Reelmill.Core.Files;

/// <summary>
/// Opens files that a user names, if they are regular files. Opening a named pipe waits for its other end, and reading
/// some devices never ends; neither can be canceled.
/// </summary>
internal static partial class RegularFile
{
    private const int NotRegular = -1;
    private const int NoEntry = 2;
    private const int NotAFolder = 20;
    private const int NameTooLong = 36;
    private const int TooManyLinks = 40;
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;
    private const int BufferBytes = 1 << 16;

    /// <summary>Finds why a path cannot be read as a file; null for a regular file or a link to one.</summary>
    public static FileFault? FindFault(string path) => FileStatus.Read(path, out var status) switch
    {
        0 => FindFault(status),
        var error => FindFault(path, error),
    };

    /// <summary>Whether the path is a regular file or a link to one.</summary>
    public static bool Exists(string path) => FindFault(path) is null;

    /// <summary>Gets the size, modification time and inode of a file, following links; null when the path is not a regular file.</summary>
    public static FileStamp? GetStamp(string path) => FileStatus.Read(path, out var status) == 0 && status.OtherKind is null ? status.Stamp : null;

    /// <summary>Gets the size, modification time and inode of an open file.</summary>
    /// <exception cref="IOException">The status cannot be read.</exception>
    public static FileStamp GetStamp(SafeFileHandle file) => FileStatus.Read(file, out var status) switch
    {
        0 => status.Stamp,
        var error => throw new IOException(Marshal.GetPInvokeErrorMessage(error), error),
    };

    /// <summary>Opens a regular file for reading.</summary>
    /// <exception cref="FileNotFoundException">The path does not exist.</exception>
    /// <exception cref="UnauthorizedAccessException">The system denies access.</exception>
    /// <exception cref="IOException">The path is not a regular file.</exception>
    public static SafeFileHandle Open(string path)
    {
        // Opening some devices has side effects, so the kind is checked before. The file may be replaced meanwhile, so the
        // kind is checked again after.
        if (FindFault(path) is { } fault)
        {
            throw fault.ToException(path);
        }

        var handle = new SafeFileHandle(OpenDescriptor(path, CloseOnExec | NonBlocking), ownsHandle: true);
        var error = handle.IsInvalid ? Marshal.GetLastPInvokeError() : FileStatus.Read(handle, out var status) is not 0 and var failed ? failed : CheckKind(status);
        if (error == 0)
        {
            return handle;
        }

        handle.Dispose();
        throw (error == NotRegular ? FindFault(path) ?? new FileFault(FileFaultKind.NotAFile, "it is not a regular file") : FindFault(path, error)).ToException(path);

        static int CheckKind(FileStatus status) => status.OtherKind is null ? 0 : NotRegular;
    }

    /// <summary>Opens a regular file as a stream.</summary>
    /// <inheritdoc cref="Open"/>
    public static FileStream OpenRead(string path, int bufferSize = BufferBytes) => new(Open(path), FileAccess.Read, bufferSize);

    /// <summary>Opens a regular file as UTF-8 text.</summary>
    /// <inheritdoc cref="Open"/>
    public static StreamReader OpenText(string path) => new(OpenRead(path));

    /// <summary>Reads a whole regular file.</summary>
    /// <inheritdoc cref="Open"/>
    public static byte[] ReadAllBytes(string path)
    {
        using var stream = OpenRead(path, bufferSize: 0);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static FileFault? FindFault(FileStatus status) =>
        status.OtherKind is { } kind ? new FileFault(status.IsFolder ? FileFaultKind.Folder : FileFaultKind.NotAFile, $"it is {kind}, not a file") : null;

    private static FileFault FindFault(string path, int error) => error switch
    {
        NoEntry or NotAFolder or NameTooLong => new(FileFaultKind.Missing, IsEntry(path) ? "it is a link to nothing" : "there is no such file"),
        TooManyLinks => new(FileFaultKind.Missing, "its links lead in a circle"),
        _ => new(FileFaultKind.Refused, $"the system refuses to read it ({Marshal.GetPInvokeErrorMessage(error)})"),
    };

    private static bool IsEntry(string path) => FileStatus.ReadEntry(path, out _) == 0;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int OpenDescriptor(string path, int flags);
}
