using System.Globalization;
using System.Runtime.InteropServices;

namespace Reelmill.Cli.Display;

/// <summary>Handles SIGHUP, which the kernel sends when the terminal closes, unless the process was started with the signal ignored (nohup).</summary>
internal static class HangUp
{
    private const string Ignored = "SigIgn:";

    /// <summary>Registers a handler; null when the signal is ignored.</summary>
    public static PosixSignalRegistration? Handle(Action<PosixSignalContext> handler) =>
        WasIgnored ? null : PosixSignalRegistration.Create(PosixSignal.SIGHUP, handler);

    /// <summary>Whether SIGHUP (bit 0 of the kernel's SigIgn mask) was ignored at the start; this process never changes the mask.</summary>
    private static bool WasIgnored
    {
        get
        {
            try
            {
                var mask = File.ReadLines("/proc/self/status").FirstOrDefault(static l => l.StartsWith(Ignored, StringComparison.Ordinal));
                return mask is not null && (ulong.Parse(mask[Ignored.Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & 1) != 0;
            }
            catch (IOException)
            {
                return false;
            }
        }
    }
}
