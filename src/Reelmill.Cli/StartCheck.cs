using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Reelmill.Core;

namespace Reelmill.Cli;

/// <summary>Refuses to start on systems other than Linux, and under limits on files, threads or processes so low that the runtime would abort for lack of a thread.</summary>
/// <remarks>Uses only the runtime's core library and constants of another, because loading an assembly can already fail here.</remarks>
internal static class StartCheck
{
    private const int StandardError = 2;
    private const int MinFiles = 160;

    /// <summary>Whether the program can start; otherwise writes the reason to standard error.</summary>
    public static bool Passes()
    {
        if (!OperatingSystem.IsLinux())
        {
            Console.Error.WriteLine("reelmill: unsupported_platform: the program starts and limits ffmpeg with Linux system calls. Run it on Linux or, on Windows, in WSL 2.");
            return false;
        }

        if (OpenFileLimit.IsBelow(MinFiles))
        {
            return Refuse(SystemErrors.TooManyFiles, $"the process may open fewer than {MinFiles.ToString(CultureInfo.InvariantCulture)} files. Raise 'ulimit -n' (4096 is enough).");
        }

        return !ProcessLimit.IsNear() || Refuse(
            SystemErrors.TooManyProcesses,
            $"the user or container may start fewer than {ProcessLimit.Needed.ToString(CultureInfo.InvariantCulture)} more processes and threads. Raise 'ulimit -u' or the container's limit.");
    }

    private static bool Refuse(string code, string reason)
    {
        var line = $"reelmill: {code}: {reason}\n";
        using var error = new FileStream(new SafeFileHandle(StandardError, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        error.Write(Encoding.UTF8.GetBytes(line));
        return false;
    }
}
