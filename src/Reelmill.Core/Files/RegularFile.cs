using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Reelmill.Core.Files;

/// <summary>
/// Opens files that a user names. Only regular files are opened: opening a named pipe waits for its other end, reading
/// some devices never ends, and no signal ends either.
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

    /// <summary>Why the path cannot be read as a file; null when it leads to a regular file.</summary>
    public static FileFault? FaultOf(string path) => FileStatus.Of(path, out var status) switch
    {
        0 => FaultOf(status),
        var error => FaultOf(path, error),
    };

    /// <summary>Whether the path leads to a regular file.</summary>
    public static bool Exists(string path) => FaultOf(path) is null;

    /// <summary>Size, time of change and inode of the file that the path leads to; null when it is no regular file.</summary>
    public static FileStamp? StampOf(string path) => FileStatus.Of(path, out var status) == 0 && status.OtherKind is null ? status.Stamp : null;

    /// <summary>Size, time of change and inode of an open file.</summary>
    /// <exception cref="IOException">The system does not say.</exception>
    public static FileStamp StampOf(SafeFileHandle file) => FileStatus.Of(file, out var status) switch
    {
        0 => status.Stamp,
        var error => throw new IOException(Marshal.GetPInvokeErrorMessage(error), error),
    };

    /// <summary>Opens a regular file for reading.</summary>
    /// <exception cref="FileNotFoundException">Nothing is there.</exception>
    /// <exception cref="UnauthorizedAccessException">The system refuses.</exception>
    /// <exception cref="IOException">It is no regular file.</exception>
    public static SafeFileHandle Open(string path)
    {
        // Some devices act on being opened, so they are told apart before; the file may have been replaced since, so after too.
        if (FaultOf(path) is { } fault)
        {
            throw fault.ToException(path);
        }

        var handle = new SafeFileHandle(OpenDescriptor(path, CloseOnExec | NonBlocking), ownsHandle: true);
        var error = handle.IsInvalid ? Marshal.GetLastPInvokeError() : FileStatus.Of(handle, out var status) is not 0 and var failed ? failed : CheckKind(status);
        if (error == 0)
        {
            return handle;
        }

        handle.Dispose();
        throw (error == NotRegular ? FaultOf(path) ?? new FileFault(FileFaultKind.NotAFile, "it is no regular file") : FaultOf(path, error)).ToException(path);

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

    private static FileFault? FaultOf(FileStatus status) =>
        status.OtherKind is { } kind ? new FileFault(status.IsFolder ? FileFaultKind.Folder : FileFaultKind.NotAFile, $"it is {kind}, not a file") : null;

    private static FileFault FaultOf(string path, int error) => error switch
    {
        NoEntry or NotAFolder or NameTooLong => new(FileFaultKind.Missing, IsEntry(path) ? "it is a link to nothing" : "there is no such file"),
        TooManyLinks => new(FileFaultKind.Missing, "its links lead in a circle"),
        _ => new(FileFaultKind.Refused, $"the system refuses to read it ({Marshal.GetPInvokeErrorMessage(error)})"),
    };

    private static bool IsEntry(string path) => FileStatus.OfEntry(path, out _) == 0;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int OpenDescriptor(string path, int flags);
}
