using System.Runtime.InteropServices;

namespace Reelmill.Testing.Programs;

/// <summary>Signals to processes that a test started.</summary>
public static partial class Signals
{
    public const int HangUp = 1;
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;
    public const int Continue = 18;
    public const int Stop = 19;

    /// <summary>Sends a signal; a process that is gone by then is none to send it to.</summary>
    public static void Send(int id, int signal) => _ = SendTo(id, signal);

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SendTo(int id, int signal);
}
