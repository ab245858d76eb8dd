using System.Net;
using FsCheck;
using FsCheck.Fluent;
using Reelmill.Media.Fetching;

namespace Reelmill.Media.Tests.Fetching;

public sealed class AddressPolicyTests
{
    [Theory]
    [InlineData("0.0.0.0", "0.255.255.255")]
    [InlineData("10.0.0.0", "10.255.255.255")]
    [InlineData("100.64.0.0", "100.127.255.255")]
    [InlineData("127.0.0.0", "127.255.255.255")]
    [InlineData("169.254.0.0", "169.254.255.255")]
    [InlineData("172.16.0.0", "172.31.255.255")]
    [InlineData("192.0.0.0", "192.0.0.255")]
    [InlineData("192.0.2.0", "192.0.2.255")]
    [InlineData("192.88.99.0", "192.88.99.255")]
    [InlineData("192.168.0.0", "192.168.255.255")]
    [InlineData("198.18.0.0", "198.19.255.255")]
    [InlineData("198.51.100.0", "198.51.100.255")]
    [InlineData("203.0.113.0", "203.0.113.255")]
    [InlineData("224.0.0.0", "239.255.255.255")]
    [InlineData("240.0.0.0", "255.255.255.255")]
    public void A_special_purpose_range_is_refused_from_first_to_last_address(string first, string last)
    {
        Refuses(first);
        Refuses(last);
        Refuses("::ffff:" + first);
        Refuses("::ffff:" + last);
    }

    [Theory]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::127.0.0.1")]
    [InlineData("64:ff9b::8.8.8.8")]
    [InlineData("64:ff9b:1::1")]
    [InlineData("100::1")]
    [InlineData("2001::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2002:808:808::")]
    [InlineData("3fff::1")]
    [InlineData("5f00::1")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void A_special_purpose_IPv6_address_is_refused(string address) => Refuses(address);

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("8.8.8.8")]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.167.255.255")]
    [InlineData("192.169.0.0")]
    [InlineData("223.255.255.255")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("2606:4700::1111")]
    [InlineData("2a00:1450:4001::200e")]
    public void A_public_address_is_allowed(string address) => AddressPolicy.PublicOnly.Allows(IPAddress.Parse(address)).ShouldBeTrue();

    [Fact]
    public void A_v4_mapped_address_is_treated_like_the_IPv4_address() => Prop.ForAll(
        ArbMap.Default.ArbFor<uint>(),
        bits =>
        {
            var address = new IPAddress(BitConverter.GetBytes(bits));
            return AddressPolicy.PublicOnly.Allows(address) == AddressPolicy.PublicOnly.Allows(address.MapToIPv6());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_IPv6_address_outside_of_global_unicast_is_allowed() => Prop.ForAll(
        ArbMap.Default.ArbFor<byte>().Generator.ArrayOf(16).ToArbitrary(),
        bytes =>
        {
            var address = new IPAddress(bytes);
            return bytes[0] >> 5 == 1 || address.IsIPv4MappedToIPv6 || !AddressPolicy.PublicOnly.Allows(address);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_policy_for_any_address_allows_loopback() => AddressPolicy.Any.Allows(IPAddress.Loopback).ShouldBeTrue();

    [Theory]
    [InlineData("10.1.0.0/16", "10.1.2.3", true)]
    [InlineData("10.1.0.0/16", "::ffff:10.1.2.3", true)]
    [InlineData("10.1.0.0/16", "10.2.0.0", false)]
    [InlineData("10.1.0.0/16", "127.0.0.1", false)]
    [InlineData("10.1.0.0/16", "64:ff9b::10.1.2.3", false)]
    [InlineData("10.1.0.0/16", "2002:a01:203::", false)]
    [InlineData("10.1.0.0/16", "8.8.8.8", true)]
    [InlineData("::ffff:10.1.0.0/112", "10.1.2.3", true)]
    [InlineData("::ffff:10.1.0.0/112", "10.2.0.0", false)]
    [InlineData("127.0.0.1/32", "127.0.0.1", true)]
    [InlineData("127.0.0.1/32", "127.0.0.2", false)]
    [InlineData("127.0.0.1/32", "::1", false)]
    [InlineData("fd00::/8", "fd12::1", true)]
    [InlineData("fd00::/8", "fe80::1", false)]
    [InlineData("fe80::/10", "fe80::1%1", true)]
    public void Named_networks_are_allowed_in_addition_to_public_ones(string network, string address, bool allowed) =>
        AddressPolicy.PublicOr([IPNetwork.Parse(network)]).Allows(IPAddress.Parse(address)).ShouldBe(allowed);

    [Fact]
    public void Without_named_networks_only_public_addresses_are_allowed() => AddressPolicy.PublicOr([]).ShouldBeSameAs(AddressPolicy.PublicOnly);

    private static void Refuses(string address) => AddressPolicy.PublicOnly.Allows(IPAddress.Parse(address)).ShouldBeFalse(address);
}
