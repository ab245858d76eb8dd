using System.Net;
using System.Net.Sockets;

namespace Reelmill.Media.Fetching;

/// <summary>Distinguishes addresses of the public internet from all others, by the IANA special-purpose registries.</summary>
internal static class PublicAddresses
{
    // The number of bits before the IPv4 address in a v4-mapped address.
    private const int MappedBits = 96;

    private static readonly IPNetwork[] SpecialV4 = Networks(
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4");

    // All addresses outside of this network are special: ::1, ULA, link-local, multicast, NAT64 (64:ff9b::/96) and more.
    private static readonly IPNetwork GlobalV6 = IPNetwork.Parse("2000::/3");

    // Teredo (in 2001::/23) and 6to4 (2002::/16) lead to an IPv4 address of the sender's choice.
    private static readonly IPNetwork[] SpecialV6 = Networks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    public static bool Contain(IPAddress address)
    {
        var plain = Unmapped(address);
        return plain.AddressFamily switch
        {
            AddressFamily.InterNetwork => !Array.Exists(SpecialV4, network => network.Contains(plain)),
            AddressFamily.InterNetworkV6 => GlobalV6.Contains(plain) && !Array.Exists(SpecialV6, network => network.Contains(plain)),
            _ => false,
        };
    }

    public static IPAddress Unmapped(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    public static IPNetwork Unmapped(IPNetwork network) => network.BaseAddress.IsIPv4MappedToIPv6 && network.PrefixLength >= MappedBits
        ? new IPNetwork(network.BaseAddress.MapToIPv4(), network.PrefixLength - MappedBits)
        : network;

    private static IPNetwork[] Networks(params string[] texts) => Array.ConvertAll(texts, text => IPNetwork.Parse(text));
}
