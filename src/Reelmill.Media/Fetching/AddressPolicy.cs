using System.Net;

namespace Reelmill.Media.Fetching;

/// <summary>Decides which IP addresses a download may connect to.</summary>
/// <param name="allows">Whether an address may be connected to. Called from many threads.</param>
/// <remarks>The address that the policy allowed is the one that is connected to: DNS cannot change in between.</remarks>
public sealed class AddressPolicy(Func<IPAddress, bool> allows)
{
    /// <summary>Allows every address; for a command that runs for its own user.</summary>
    public static AddressPolicy Any { get; } = new(static _ => true);

    /// <summary>
    /// Allows public addresses only; for a server that takes URLs from others. Refuses this host and private, shared (CGNAT),
    /// link-local, unique local, multicast, reserved and documentation addresses, and IPv6 forms that carry an IPv4 address
    /// (6to4, Teredo, NAT64). A v4-mapped address is treated as the IPv4 address.
    /// </summary>
    public static AddressPolicy PublicOnly { get; } = new(PublicAddresses.Contain);

    /// <summary>Allows public addresses and those of given networks; for a server in a private network.</summary>
    /// <param name="networks">
    /// Networks to allow although they are not public, such as <c>10.1.0.0/16</c>. A v4-mapped network or address is treated as
    /// IPv4; no other form that carries an IPv4 address is.
    /// </param>
    public static AddressPolicy PublicOr(IEnumerable<IPNetwork> networks)
    {
        IPNetwork[] plain = [.. networks.Select(PublicAddresses.Unmapped)];
        return plain is [] ? PublicOnly : new AddressPolicy(address =>
            PublicAddresses.Contain(address) || Array.Exists(plain, network => network.Contains(PublicAddresses.Unmapped(address))));
    }

    /// <summary>Whether the address may be connected to.</summary>
    /// <param name="address">An IPv4 or IPv6 address.</param>
    /// <returns>True when the address is allowed.</returns>
    public bool Allows(IPAddress address) => allows(address);
}
