using System.Runtime.InteropServices;

namespace Reelmill.StubProcess;

/// <summary>Terminates by a signal, like a crashing native program.</summary>
internal static partial class Signals
{
    public static int Raise(int signal)
    {
        // The .NET runtime handles some signals; restore the default handler, as in a native crash.
        _ = SetHandler(signal, 0);
        _ = Kill(Environment.ProcessId, signal);
        return 0;
    }

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint SetHandler(int signal, nint handler);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
