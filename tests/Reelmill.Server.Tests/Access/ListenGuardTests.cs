using System.Net;
using Reelmill.Pipelines.Settings;
using Reelmill.Server.Access;
using Reelmill.Server.Http;

namespace Reelmill.Server.Tests.Access;

public sealed class ListenGuardTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.9.10")]
    [InlineData("::1")]
    [InlineData("[::1]")]
    [InlineData("localhost")]
    public async Task Loopback_needs_no_key(string host)
    {
        var listening = await ListenAsync(host, hasKey: false);
        listening.IsLoopback.ShouldBeTrue();
        listening.Addresses.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("10.0.0.5")]
    [InlineData("::ffff:10.0.0.5")]
    [InlineData("0")]
    public async Task A_network_address_requires_a_valid_key(string host)
    {
        var refusal = await Should.ThrowAsync<UsageException>(ListenAsync(host, hasKey: false));
        refusal.Message.ShouldContain("reelmill keys create");
        refusal.Message.ShouldContain("/library");
        (await ListenAsync(host, hasKey: true)).IsLoopback.ShouldBeFalse();
    }

    [Theory]
    [InlineData("*")]
    [InlineData("no-such-host.invalid")]
    [InlineData("")]
    public async Task A_host_name_that_does_not_resolve_is_refused(string host) =>
        (await Should.ThrowAsync<UsageException>(ListenAsync(host, hasKey: true))).Message.ShouldContain("--host");

    [Fact]
    public async Task The_server_binds_the_addresses_that_were_checked()
    {
        new ListenEndpoints([IPAddress.Loopback, IPAddress.IPv6Loopback], 8080).Urls.ShouldBe("http://127.0.0.1:8080;http://[::1]:8080");
        (await ListenGuard.ResolveAsync(new ServerOptions { Library = "x", Host = "localhost", Port = 0 }, hasValidKey: false, default)).Addresses.ShouldBe([IPAddress.Loopback]);
    }

    private static Task<ListenEndpoints> ListenAsync(string host, bool hasKey) =>
        ListenGuard.ResolveAsync(new ServerOptions { Library = "/library", Host = host }, hasKey, default);
}
