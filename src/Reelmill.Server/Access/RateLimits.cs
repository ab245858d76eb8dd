using System.Globalization;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Reelmill.Server.Http;

namespace Reelmill.Server.Access;

/// <summary>How many requests one client may make: one key, or one address where there is no key.</summary>
internal static class RateLimits
{
    private const int BurstSeconds = 10;

    public static void Configure(RateLimiterOptions limits, ServerOptions options)
    {
        limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http => RateLimitPartition.GetTokenBucketLimiter(ClientOf(http), _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.RequestsPerSecond * BurstSeconds,
            TokensPerPeriod = options.RequestsPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        }));
        limits.OnRejected = static (context, _) => new ValueTask(RefuseAsync(context));
    }

    // Who has one address of IPv6 has the rest of its /64, too.
    internal static string ClientOf(HttpContext http) => Caller.KeyIdOf(http.User) is { Length: > 0 } key ? $"key {key}" : http.Connection.RemoteIpAddress switch
    {
        { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false } address => $"network {ConnectionLimit.NetworkOf(address)}",
        { } address => $"address {(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)}",
        null => "nobody",
    };

    private static Task RefuseAsync(OnRejectedContext context)
    {
        var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var time) ? Math.Max(1, Math.Ceiling(time.TotalSeconds)) : 1;
        context.HttpContext.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        return Problems.WriteAsync(context.HttpContext, StatusCodes.Status429TooManyRequests, "rate_limited", "The client makes more requests than it may. Wait as long as Retry-After says.");
    }
}
