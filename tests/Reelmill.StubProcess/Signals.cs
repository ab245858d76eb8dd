using System.Runtime.InteropServices;

namespace Reelmill.StubProcess;

/// <summary>Dies of a signal as a crashing native program does.</summary>
internal static partial class Signals
{
    public static int Raise(int signal)
    {
        // The runtime handles some of them; a native crash meets no such handler.
        _ = SetHandler(signal, 0);
        _ = Kill(Environment.ProcessId, signal);
        return 0;
    }

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint SetHandler(int signal, nint handler);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
