using System.Net;
using Reelmill.Media.Fetching.Http;

namespace Reelmill.Media.Fetching;

/// <summary>Makes HTTP handlers that connect only to addresses that a policy allows.</summary>
public static class GuardedHttp
{
    /// <summary>
    /// Makes a handler that follows no redirects, unpacks nothing, keeps no cookies, uses no proxy, passes no trace
    /// headers on to strangers, and dials exactly the address that the policy was asked about.
    /// </summary>
    /// <param name="policy">Which addresses may be dialled.</param>
    /// <param name="connectTimeout">How long finding the host and connecting to it may take.</param>
    /// <param name="time">The clock of the timeout.</param>
    /// <returns>
    /// A handler that the caller disposes. Its <see cref="HttpRequestException"/> has an inner
    /// <see cref="Core.ItemException"/> when no connection was made: <c>blocked_address</c>, <c>dns_failed</c> or
    /// <c>connect_failed</c>.
    /// </returns>
    public static SocketsHttpHandler CreateHandler(AddressPolicy policy, TimeSpan connectTimeout, TimeProvider time) =>
        CreateHandler(new ConnectGuard(policy, connectTimeout, time, Dns.GetHostAddressesAsync));

    internal static SocketsHttpHandler CreateHandler(ConnectGuard guard) => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        ConnectCallback = (context, cancellationToken) => guard.ConnectAsync(context.DnsEndPoint, cancellationToken),
    };
}
