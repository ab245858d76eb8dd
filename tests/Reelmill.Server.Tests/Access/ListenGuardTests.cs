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
    public async Task Others_can_reach_the_server_only_where_there_is_a_key(string host)
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
    public async Task A_name_without_an_address_is_refused(string host) =>
        (await Should.ThrowAsync<UsageException>(ListenAsync(host, hasKey: true))).Message.ShouldContain("--host");

    [Fact]
    public async Task What_was_judged_is_what_is_bound()
    {
        new Listening([IPAddress.Loopback, IPAddress.IPv6Loopback], 8080).Urls.ShouldBe("http://127.0.0.1:8080;http://[::1]:8080");
        (await ListenGuard.ResolveAsync(new ServerOptions { Library = "x", Host = "localhost", Port = 0 }, hasValidKey: false, default)).Addresses.ShouldBe([IPAddress.Loopback]);
    }

    private static Task<Listening> ListenAsync(string host, bool hasKey) =>
        ListenGuard.ResolveAsync(new ServerOptions { Library = "/library", Host = host }, hasKey, default);
}
