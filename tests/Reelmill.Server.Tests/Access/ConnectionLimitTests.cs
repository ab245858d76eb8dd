using System.Net;
using Microsoft.AspNetCore.Connections;
using Reelmill.Server.Access;

namespace Reelmill.Server.Tests.Access;

public sealed class ConnectionLimitTests
{
    [Theory]
    [InlineData("10.0.0.7", "10.0.0.7", "10.0.0.8", true)]
    [InlineData("::ffff:10.0.0.7", "10.0.0.7", "10.0.0.8", true)]
    [InlineData("2001:db8::1", "2001:db8::2", "2001:db8:0:1::1", true)]
    [InlineData("127.0.0.1", "127.0.0.1", "127.0.0.1", false)]
    [InlineData("::1", "::1", "::1", false)]
    public async Task An_address_over_its_connection_limit_is_cut_off_and_other_addresses_are_not(string first, string same, string other, bool isLimited)
    {
        var (limit, hold) = (new ConnectionLimit(1), new TaskCompletionSource());
        var held = limit.RunAsync(From(first), _ => hold.Task);
        (await PassesAsync(limit, same)).ShouldBe(!isLimited);
        (await PassesAsync(limit, other)).ShouldBeTrue();
        hold.SetResult();
        await held;
        (await PassesAsync(limit, same)).ShouldBeTrue();
    }

    private static async Task<bool> PassesAsync(ConnectionLimit limit, string address)
    {
        var passed = false;
        await limit.RunAsync(From(address), _ =>
        {
            passed = true;
            return Task.CompletedTask;
        });
        return passed;
    }

    private static DefaultConnectionContext From(string address) => new() { RemoteEndPoint = new IPEndPoint(IPAddress.Parse(address), 4711) };
}
