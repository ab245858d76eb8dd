using System.Globalization;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Reelmill.Server.Http;

namespace Reelmill.Server.Access;

/// <summary>Limits the requests of each client with a token bucket. A client is an API key, or an address where there is no key.</summary>
internal static class RateLimits
{
    private const int BurstSeconds = 10;

    public static void Configure(RateLimiterOptions limits, ServerOptions options)
    {
        limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http => RateLimitPartition.GetTokenBucketLimiter(GetClient(http), _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.RequestsPerSecond * BurstSeconds,
            TokensPerPeriod = options.RequestsPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        }));
        limits.OnRejected = static (context, _) => new ValueTask(RefuseAsync(context));
    }

    // A client with one IPv6 address usually controls its whole /64.
    internal static string GetClient(HttpContext http) => Caller.GetKeyId(http.User) is { Length: > 0 } key ? $"key {key}" : http.Connection.RemoteIpAddress switch
    {
        { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false } address => $"network {ConnectionLimit.GetNetwork(address)}",
        { } address => $"address {(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)}",
        null => "nobody",
    };

    private static Task RefuseAsync(OnRejectedContext context)
    {
        var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var time) ? Math.Max(1, Math.Ceiling(time.TotalSeconds)) : 1;
        context.HttpContext.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        return Problems.WriteAsync(context.HttpContext, StatusCodes.Status429TooManyRequests, "rate_limited", "The client exceeded its request rate. Wait for the seconds in the Retry-After header.");
    }
}
