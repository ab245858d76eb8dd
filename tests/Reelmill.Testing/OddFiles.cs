using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Reelmill.Testing;

/// <summary>Makes things that are named like files and are none: reading some of them waits for ever.</summary>
public static partial class OddFiles
{
    private const uint ForOwner = 0x180;

    /// <summary>The kinds, by what messages say of them.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["a named pipe", "a socket", "a device", "a folder", "a link to nothing", "links lead in a circle", "a link to a named pipe"];

    /// <summary>What a message about a kind says.</summary>
    public static string WordsOf(string kind) => kind == "a link to a named pipe" ? "a named pipe" : kind;

    /// <summary>Makes one at a path.</summary>
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

        // A socket's own path is short; closing the socket removes the name that it was made under.
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
