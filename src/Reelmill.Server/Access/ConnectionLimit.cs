using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Reelmill.Server.Access;

/// <summary>Limits the open connections of each client address. Loopback is exempt, because every client behind a local proxy connects from it.</summary>
/// <param name="maxPerAddress">The open connections that one address may have.</param>
/// <remarks>Thread-safe.</remarks>
internal sealed class ConnectionLimit(int maxPerAddress)
{
    private const int PrefixBytes = 8;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _open = new(StringComparer.Ordinal);

    /// <summary>Passes a connection on to <paramref name="next"/>, or aborts it when its address is at the limit.</summary>
    public async Task RunAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if ((connection.RemoteEndPoint as IPEndPoint)?.Address is not { } address || IPAddress.IsLoopback(Unmap(address)))
        {
            await next(connection).ConfigureAwait(false);
            return;
        }

        var network = GetNetwork(Unmap(address));
        if (!Enter(network))
        {
            connection.Abort(new ConnectionAbortedException("The client address has too many open connections."));
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

    /// <summary>Gets the key under which an address is counted: the IPv4 address, or the /64 prefix of an IPv6 address, because one client has a whole /64.</summary>
    public static string GetNetwork(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6
        ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, PrefixBytes))
        : address.ToString();

    private static IPAddress Unmap(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private bool Enter(string network)
    {
        lock (_gate)
        {
            var open = _open.GetValueOrDefault(network);
            if (open >= maxPerAddress)
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
