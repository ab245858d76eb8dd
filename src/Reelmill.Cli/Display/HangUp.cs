using System.Globalization;
using System.Runtime.InteropServices;

namespace Reelmill.Cli.Display;

/// <summary>SIGHUP: the terminal has gone. It stops gracefully, as SIGTERM does, unless the process was started with it ignored (nohup).</summary>
internal static class HangUp
{
    private const string Ignored = "SigIgn:";

    /// <summary>Handles it; null when it is ignored.</summary>
    public static PosixSignalRegistration? Handle(Action<PosixSignalContext> handler) =>
        WasIgnored ? null : PosixSignalRegistration.Create(PosixSignal.SIGHUP, handler);

    /// <summary>The first bit of the kernel's mask; nobody in this process has changed it.</summary>
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
