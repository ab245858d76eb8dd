using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Reelmill.Pipelines.Settings;
using Reelmill.Server.Http;

namespace Reelmill.Server.Access;

/// <summary>The addresses and the port that the server listens on.</summary>
/// <param name="Addresses">The resolved addresses. The server binds exactly these, so the check and the socket cannot disagree.</param>
/// <param name="Port">The port; 0 for any free port.</param>
internal sealed record ListenEndpoints(IReadOnlyList<IPAddress> Addresses, int Port)
{
    /// <summary>Whether all addresses are loopback, so that only this machine can connect.</summary>
    public bool IsLoopback => Addresses.All(IPAddress.IsLoopback);

    /// <summary>The URLs in Kestrel's format.</summary>
    public string Urls => string.Join(';', Addresses.Select(address => string.Create(CultureInfo.InvariantCulture, $"http://{new IPEndPoint(address, Port)}")));
}

/// <summary>Refuses to listen on a network address while the library has no valid key.</summary>
internal static class ListenGuard
{
    /// <summary>Resolves <see cref="ServerOptions.Host"/> and checks whether the server may listen on the result.</summary>
    /// <param name="options">The options.</param>
    /// <param name="hasValidKey">Whether the library has a valid API key.</param>
    /// <param name="cancellationToken">Cancels the name lookup.</param>
    /// <exception cref="UsageException">The host has no address, or is reachable from the network although the library has no valid key.</exception>
    public static async Task<ListenEndpoints> ResolveAsync(ServerOptions options, bool hasValidKey, CancellationToken cancellationToken)
    {
        var addresses = await FindAsync(options.Host, cancellationToken).ConfigureAwait(false);

        // With port 0, two sockets would get two different ports.
        var listening = new ListenEndpoints(options.Port == 0 ? addresses[..1] : addresses, options.Port);
        return listening.IsLoopback || hasValidKey
            ? listening
            : throw new UsageException(
                $"Listening on {options.Host}: the address is reachable from the network, and the library has no valid key. Create one with 'reelmill keys create --name me --scope admin --library {options.Library}', or listen on 127.0.0.1.");
    }

    private static async Task<IPAddress[]> FindAsync(string host, CancellationToken cancellationToken)
    {
        // The resolver takes an empty name for this machine.
        if (string.IsNullOrWhiteSpace(host))
        {
            throw Unknown(host);
        }

        try
        {
            var found = IPAddress.TryParse(host.Trim('[', ']'), out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellationToken).ConfigureAwait(false);
            IPAddress[] usable = [.. found.Where(static a => a.AddressFamily == AddressFamily.InterNetwork || Socket.OSSupportsIPv6).Order(FamilyOrder)];
            return usable.Length > 0 ? usable : throw Unknown(host);
        }
        catch (SocketException)
        {
            throw Unknown(host);
        }
    }

    private static Comparer<IPAddress> FamilyOrder { get; } = Comparer<IPAddress>.Create(static (a, b) => a.AddressFamily.CompareTo(b.AddressFamily));

    private static UsageException Unknown(string host) => new($"--host: '{host}' does not resolve to an address. Use an address of this machine, such as 127.0.0.1, or 0.0.0.0 for all.");
}
