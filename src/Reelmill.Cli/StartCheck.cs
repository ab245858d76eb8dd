using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Reelmill.Core;

namespace Reelmill.Cli;

/// <summary>Refuses to start on other systems than Linux, and where so few files, threads or processes are allowed that the runtime would end the process: it aborts when it cannot make a thread of its own.</summary>
/// <remarks>Uses the runtime's core library and the constants of one other, nothing that would have to be loaded.</remarks>
internal static class StartCheck
{
    private const int StandardError = 2;
    private const int LeastFiles = 160;

    /// <summary>Whether the program can start; says why when it cannot.</summary>
    public static bool Passes()
    {
        if (!OperatingSystem.IsLinux())
        {
            Console.Error.WriteLine("reelmill: unsupported_platform: the command line starts and limits ffmpeg by calls that only Linux has. Run it on Linux; on Windows, in WSL 2.");
            return false;
        }

        if (OpenFileLimit.IsBelow(LeastFiles))
        {
            return Refuse(SystemErrors.TooManyFiles, $"this process may open fewer than {LeastFiles.ToString(CultureInfo.InvariantCulture)} files. Raise 'ulimit -n' (4096 is enough).");
        }

        return !ProcessLimit.IsNear() || Refuse(
            SystemErrors.TooManyProcesses,
            $"this user or container may start fewer than {ProcessLimit.Needed.ToString(CultureInfo.InvariantCulture)} more processes and threads. Raise 'ulimit -u' or the container's limit.");
    }

    private static bool Refuse(string code, string why)
    {
        var line = $"reelmill: {code}: {why}\n";
        using var error = new FileStream(new SafeFileHandle(StandardError, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        error.Write(Encoding.UTF8.GetBytes(line));
        return false;
    }
}
