using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Reelmill.Testing;

/// <summary>Creates file system entries that are not regular files. Reading some of them blocks forever.</summary>
public static partial class SpecialFiles
{
    private const uint ForOwner = 0x180;

    /// <summary>The kinds, by their description in error messages.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["a named pipe", "a socket", "a device", "a folder", "a link to nothing", "links lead in a circle", "a link to a named pipe"];

    /// <summary>Gets the description of a kind in error messages.</summary>
    public static string GetDescription(string kind) => kind == "a link to a named pipe" ? "a named pipe" : kind;

    /// <summary>Creates an entry of a kind at a path.</summary>
    public static string Make(string kind, string path)
    {
        switch (kind)
        {
            case "a named pipe":
                MakePipe(path);
                break;
            case "a socket":
                MakeSocket(path);
                break;
            case "a device":
                File.CreateSymbolicLink(path, "/dev/zero");
                break;
            case "a folder":
                Directory.CreateDirectory(path);
                break;
            case "a link to nothing":
                File.CreateSymbolicLink(path, path + ".gone");
                break;
            case "links lead in a circle":
                File.CreateSymbolicLink(path, Path.GetFileName(path));
                break;
            default:
                MakePipe(path + ".pipe");
                File.CreateSymbolicLink(path, path + ".pipe");
                break;
        }

        return path;
    }

    private static void MakePipe(string path)
    {
        if (CreatePipe(path, ForOwner) != 0)
        {
            throw new IOException(Marshal.GetLastPInvokeErrorMessage());
        }
    }

    private static void MakeSocket(string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        var near = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        socket.Bind(new UnixDomainSocketEndPoint(near));

        // The path of a socket must be short, and closing the socket deletes that path, so the socket is renamed first.
        if (Rename(near, path) != 0)
        {
            throw new IOException(Marshal.GetLastPInvokeErrorMessage());
        }
    }

    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Rename(string from, string to);

    [LibraryImport("libc", EntryPoint = "mkfifo", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int CreatePipe(string path, uint mode);
}
