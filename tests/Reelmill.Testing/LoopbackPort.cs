using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Reelmill.Testing;

/// <summary>
/// Claims loopback ports for servers that need a fixed port, and for addresses where nothing listens. An ephemeral port
/// that was closed can be reassigned to any process; the claimed ports lie outside the system's ephemeral range, and each
/// is reserved until this process ends.
/// </summary>
public static class LoopbackPort
{
    /// <summary>The first port. Browsers block some lower ones.</summary>
    private const int First = 10_240;
    private const int Last = 65_535;

    private static readonly Lock Gate = new();
    private static readonly List<FileStream> Claims = [];

    /// <summary>Claims a port that nothing listens on and that no other test gets.</summary>
    public static int Claim()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"reelmill-ports-{Environment.UserName}")).FullName;
        var (first, last) = RangeOfSystem();
        foreach (var port in Enumerable.Range(First, Last - First + 1).Where(p => p < first || p > last))
        {
            if (TryClaim(Path.Combine(folder, port.ToString(CultureInfo.InvariantCulture))) && IsUnused(port))
            {
                return port;
            }
        }

        throw new InvalidOperationException("every port of loopback outside the system's range is taken");
    }

    private static bool TryClaim(string path)
    {
        try
        {
            var claim = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            lock (Gate)
            {
                Claims.Add(claim);
            }

            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static bool IsUnused(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static (int First, int Last) RangeOfSystem()
    {
        var range = File.ReadAllText("/proc/sys/net/ipv4/ip_local_port_range").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return (int.Parse(range[0], CultureInfo.InvariantCulture), int.Parse(range[1], CultureInfo.InvariantCulture));
    }
}
