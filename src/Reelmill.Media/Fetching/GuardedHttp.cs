using System.Net;
using Reelmill.Media.Fetching.Http;

namespace Reelmill.Media.Fetching;

/// <summary>Creates HTTP handlers that connect only to addresses that a policy allows.</summary>
public static class GuardedHttp
{
    /// <summary>
    /// Creates a handler that connects to exactly the address that the policy allowed. The handler follows no redirects,
    /// decompresses nothing, keeps no cookies, uses no proxy, and sends no trace headers.
    /// </summary>
    /// <param name="policy">The addresses that may be connected to.</param>
    /// <param name="connectTimeout">The timeout for resolving the host and connecting to it.</param>
    /// <param name="time">The clock of the timeout.</param>
    /// <returns>
    /// A handler, to be disposed by the caller. When no connection was made, its <see cref="HttpRequestException"/> has an inner
    /// <see cref="Core.ItemException"/>: <c>blocked_address</c>, <c>dns_failed</c> or <c>connect_failed</c>.
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
