using System.Globalization;
using System.Text;
using Reelmill.Core;
using Reelmill.Media.Fetching.Http;

namespace Reelmill.Media.Fetching.YtDlp;

/// <summary>A client connection of the proxy: one request, then bytes in both directions until either side closes.</summary>
internal sealed class ProxyConnection(Stream client, ConnectGuard guard, string password, IdleLimit limit)
{
    // A URL may take 8 KiB, and cookies another 8 KiB.
    private const int MaxHead = 64 << 10;
    private const int BufferBytes = 64 << 10;
    private readonly byte[] _buffer = new byte[MaxHead];

    public async Task RunAsync()
    {
        var (head, read) = await ReadHeadAsync().ConfigureAwait(false);
        if (head < 0)
        {
            return;
        }

        try
        {
            var request = ProxyRequest.Parse(Encoding.Latin1.GetString(_buffer, 0, head), password);
            var server = await guard.ConnectAsync(request.Host, limit.Token).ConfigureAwait(false);
            await using (server.ConfigureAwait(false))
            {
                await OpenAsync(server, request, _buffer.AsMemory((head + 4)..read)).ConfigureAwait(false);
                await RelayAsync(server).ConfigureAwait(false);
            }
        }
        catch (ItemException e)
        {
            await RefuseAsync(e).ConfigureAwait(false);
        }
    }

    /// <summary>Reads the request head. Returns its end and the number of bytes read; a negative end when the head is incomplete.</summary>
    private async Task<(int Head, int Read)> ReadHeadAsync()
    {
        var read = 0;
        while (read < _buffer.Length)
        {
            var count = await client.ReadAsync(_buffer.AsMemory(read), limit.Token).ConfigureAwait(false);
            read += count;
            var end = _buffer.AsSpan(0, read).IndexOf("\r\n\r\n"u8);
            if (end >= 0 || count == 0)
            {
                return (end, read);
            }
        }

        return (-1, read);
    }

    private async Task OpenAsync(Stream server, ProxyRequest request, ReadOnlyMemory<byte> rest)
    {
        if (request.IsTunnel)
        {
            await client.WriteAsync("HTTP/1.1 200 Connected\r\n\r\n"u8.ToArray(), limit.Token).ConfigureAwait(false);
        }

        await server.WriteAsync(request.Head, limit.Token).ConfigureAwait(false);
        await server.WriteAsync(rest, limit.Token).ConfigureAwait(false);
    }

    private async Task RelayAsync(Stream server)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(limit.Token);
        var answer = CopyAsync(server, client, over.Token);
        var request = CopyAsync(client, server, over.Token);
        await Task.WhenAny(answer, request).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(answer, request).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task CopyAsync(Stream from, Stream to, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferBytes];
        for (int read; (read = await from.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            limit.Touch();
            await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
        }
    }

    // yt-dlp prints the reason phrase in its error, and nothing else of the response.
    private async Task RefuseAsync(ItemException failure)
    {
        var status = failure.Code switch { YtDlpFailures.Unguarded => 407, FetchCodes.BlockedAddress or FetchCodes.BadInput => 403, _ => 502 };
        var answer = string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} {failure.Code}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        await client.WriteAsync(Encoding.ASCII.GetBytes(answer), limit.Token).ConfigureAwait(false);
    }
}
