using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Reelmill.Pipelines.Settings;
using Reelmill.Server.Http;

namespace Reelmill.Server.Access;

/// <summary>Where the server listens.</summary>
/// <param name="Addresses">The addresses; the ones that were judged are the ones to bind.</param>
/// <param name="Port">The port; 0 for any that is free.</param>
internal sealed record Listening(IReadOnlyList<IPAddress> Addresses, int Port)
{
    /// <summary>Whether only this machine can connect.</summary>
    public bool IsLoopback => Addresses.All(IPAddress.IsLoopback);

    /// <summary>The addresses as Kestrel takes them.</summary>
    public string Urls => string.Join(';', Addresses.Select(address => string.Create(CultureInfo.InvariantCulture, $"http://{new IPEndPoint(address, Port)}")));
}

/// <summary>Keeps a server that nobody needs a key for from being reached by others.</summary>
internal static class ListenGuard
{
    /// <summary>Finds the addresses of <see cref="ServerOptions.Host"/> and judges them.</summary>
    /// <param name="options">The options.</param>
    /// <param name="hasValidKey">Whether the library has a key that opens the server.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="UsageException">The host is unknown, or others could connect although there is no key.</exception>
    public static async Task<Listening> ResolveAsync(ServerOptions options, bool hasValidKey, CancellationToken cancellationToken)
    {
        var addresses = await FindAsync(options.Host, cancellationToken).ConfigureAwait(false);

        // Two sockets on "any free port" would be on two ports.
        var listening = new Listening(options.Port == 0 ? addresses[..1] : addresses, options.Port);
        return listening.IsLoopback || hasValidKey
            ? listening
            : throw new UsageException(
                $"Listening on {options.Host}: others can connect there, and the library has no valid key to tell who may. Make one with 'reelmill keys create --name me --scope admin --library {options.Library}', or listen on 127.0.0.1.");
    }

    private static async Task<IPAddress[]> FindAsync(string host, CancellationToken cancellationToken)
    {
        // The system takes an empty name for its own.
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

    private static UsageException Unknown(string host) => new($"--host: '{host}' has no address on this machine. Name an address, such as 127.0.0.1, or 0.0.0.0 for all.");
}
