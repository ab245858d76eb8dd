using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Reelmill.Media.Fetching.Http;

/// <summary>Opens connections: resolves a host, applies the policy to each address, and connects to exactly the allowed addresses.</summary>
/// <param name="policy">The addresses that may be connected to.</param>
/// <param name="timeout">The timeout for resolving and connecting together.</param>
/// <param name="time">The clock of the timeout.</param>
/// <param name="resolve">Resolves a host name.</param>
internal sealed class ConnectGuard(
    AddressPolicy policy,
    TimeSpan timeout,
    TimeProvider time,
    Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    public async ValueTask<Stream> ConnectAsync(DnsEndPoint host, CancellationToken cancellationToken)
    {
        using var expired = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, expired.Token);
        try
        {
            var addresses = await ResolveAsync(host.Host, either.Token).ConfigureAwait(false);
            return await DialAsync(host, addresses, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (expired.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw HttpFailures.ConnectFailed(host, string.Create(CultureInfo.InvariantCulture, $"no connection within {timeout.TotalSeconds:0.#} s"), e);
        }
    }

    private async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            var found = IPAddress.TryParse(host, out var literal) ? [literal] : await resolve(host, cancellationToken).ConfigureAwait(false);
            if (found.Length == 0)
            {
                throw new SocketException((int)SocketError.HostNotFound);
            }

            var allowed = Array.FindAll(found, policy.Allows);
            return allowed.Length > 0 ? allowed : throw HttpFailures.Blocked(host);
        }
        catch (SocketException e)
        {
            throw HttpFailures.DnsFailed(host, e);
        }
    }

    private static async Task<Stream> DialAsync(DnsEndPoint host, IPAddress[] addresses, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, host.Port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw HttpFailures.ConnectFailed(host, e.Message, e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
