using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Reelmill.Server.Access;

/// <summary>Closes connections of an address that has too many open. Loopback is left alone: behind a proxy everybody comes from there.</summary>
/// <param name="most">How many one address may have open.</param>
/// <remarks>Safe for use by many threads.</remarks>
internal sealed class ConnectionLimit(int most)
{
    private const int PrefixBytes = 8;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _open = new(StringComparer.Ordinal);

    /// <summary>Lets a connection through to what follows, or closes it.</summary>
    public async Task RunAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if ((connection.RemoteEndPoint as IPEndPoint)?.Address is not { } address || IPAddress.IsLoopback(Plain(address)))
        {
            await next(connection).ConfigureAwait(false);
            return;
        }

        var network = NetworkOf(Plain(address));
        if (!Enter(network))
        {
            connection.Abort(new ConnectionAbortedException("The address has too many connections open."));
            return;
        }

        try
        {
            await next(connection).ConfigureAwait(false);
        }
        finally
        {
            Leave(network);
        }
    }

    /// <summary>What counts as one address: of IPv6 a whole /64, which one client has.</summary>
    public static string NetworkOf(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6
        ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, PrefixBytes))
        : address.ToString();

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private bool Enter(string network)
    {
        lock (_gate)
        {
            var open = _open.GetValueOrDefault(network);
            if (open >= most)
            {
                return false;
            }

            _open[network] = open + 1;
            return true;
        }
    }

    private void Leave(string network)
    {
        lock (_gate)
        {
            if (--_open[network] == 0)
            {
                _open.Remove(network);
            }
        }
    }
}
