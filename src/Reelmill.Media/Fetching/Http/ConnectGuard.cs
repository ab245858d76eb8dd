using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Reelmill.Media.Fetching.Http;

/// <summary>Opens connections: finds a host's addresses, asks the policy about each, and dials what it was asked about.</summary>
/// <param name="policy">Which addresses may be dialled.</param>
/// <param name="timeout">How long finding and dialling may take together.</param>
/// <param name="time">The clock of the timeout.</param>
/// <param name="resolve">Finds the addresses of a name.</param>
internal sealed class ConnectGuard(
    AddressPolicy policy,
    TimeSpan timeout,
    TimeProvider time,
    Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    public async ValueTask<Stream> ConnectAsync(DnsEndPoint host, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            var addresses = await FindAsync(host.Host, either.Token).ConfigureAwait(false);
            return await DialAsync(host, addresses, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw HttpFailures.ConnectFailed(host.Host, string.Create(CultureInfo.InvariantCulture, $"nothing answered in {timeout.TotalSeconds:0.#} s"), e);
        }
    }

    private async Task<IPAddress[]> FindAsync(string host, CancellationToken cancellationToken)
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
            throw HttpFailures.ConnectFailed(host.Host, e.Message, e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
