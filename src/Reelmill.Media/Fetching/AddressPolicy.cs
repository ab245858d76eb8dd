using System.Net;

namespace Reelmill.Media.Fetching;

/// <summary>Which addresses a download may connect to.</summary>
/// <param name="allows">Says of an address whether it may be dialled; it is called by many threads.</param>
/// <remarks>The address that was asked about is the one that is dialled: a name cannot change in between.</remarks>
public sealed class AddressPolicy(Func<IPAddress, bool> allows)
{
    /// <summary>Allows every address: the choice of a command that its own user runs.</summary>
    public static AddressPolicy Any { get; } = new(static _ => true);

    /// <summary>
    /// Allows public addresses only: the choice of a server that takes URLs from others. Refused are this host,
    /// private, shared (CGNAT), link-local, unique local, multicast, reserved and documentation addresses, and the
    /// forms that carry an IPv4 address inside an IPv6 one (6to4, Teredo, NAT64); a v4-mapped one counts as what it maps.
    /// </summary>
    public static AddressPolicy PublicOnly { get; } = new(PublicAddresses.Contain);

    /// <summary>Allows public addresses and those of some networks: the choice of a server in a network of its own.</summary>
    /// <param name="networks">
    /// The networks that are allowed although they are not public, such as <c>10.1.0.0/16</c>. A v4-mapped network or
    /// address counts as what it maps; no other form that carries an IPv4 address does.
    /// </param>
    public static AddressPolicy PublicOr(IEnumerable<IPNetwork> networks)
    {
        IPNetwork[] plain = [.. networks.Select(PublicAddresses.Unmapped)];
        return plain is [] ? PublicOnly : new AddressPolicy(address =>
            PublicAddresses.Contain(address) || Array.Exists(plain, network => network.Contains(PublicAddresses.Unmapped(address))));
    }

    /// <summary>Whether the address may be dialled.</summary>
    /// <param name="address">An IPv4 or IPv6 address.</param>
    /// <returns>True when it may.</returns>
    public bool Allows(IPAddress address) => allows(address);
}
