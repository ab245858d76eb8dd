using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Reelmill.Media.Fetching.Http;

namespace Reelmill.Media.Fetching.YtDlp;

/// <summary>
/// An HTTP proxy on loopback that applies the address policy: it resolves a host, checks the address, and connects to
/// exactly that address. It accepts CONNECT and absolute URLs, and only with its password.
/// </summary>
/// <remarks>Thread safe. Connections are limited in number, head size and idle time.</remarks>
internal sealed class FilterProxy : IDisposable
{
    private const int MaxConnections = 128;
    private static readonly TimeSpan AcceptRetryDelay = TimeSpan.FromSeconds(1);
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly SemaphoreSlim _free = new(MaxConnections);
    private readonly ConnectGuard _guard;
    private readonly TimeSpan _idle;
    private readonly TimeProvider _time;
    private readonly Task _accepting;

    /// <summary>Starts the proxy on a free port.</summary>
    /// <param name="guard">Resolves hosts, checks addresses, and connects.</param>
    /// <param name="idle">The idle timeout of a connection.</param>
    /// <param name="time">The clock of the timeout.</param>
    public FilterProxy(ConnectGuard guard, TimeSpan idle, TimeProvider time)
    {
        (_guard, _idle, _time) = (guard, idle, time);
        _listener.Start(MaxConnections);
        EndPoint = (IPEndPoint)_listener.LocalEndpoint;
        _accepting = AcceptAsync();
    }

    public IPEndPoint EndPoint { get; }

    public string Password { get; } = RandomNumberGenerator.GetHexString(64, lowercase: true);

    public void Dispose()
    {
        _closing.Cancel();
        _listener.Stop();
    }

    /// <summary>Completes when the proxy and every connection are closed.</summary>
    internal Task Ended => _accepting;

    private async Task AcceptAsync()
    {
        var open = new HashSet<Task>();
        try
        {
            while (true)
            {
                await _free.WaitAsync(_closing.Token).ConfigureAwait(false);
                open.RemoveWhere(static connection => connection.IsCompleted);
                open.Add(ServeAsync(await AcceptOneAsync().ConfigureAwait(false)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(open).ConfigureAwait(false);
        }
    }

    /// <summary>Accepts the next client. A refusal by the system, such as too many open files, is temporary.</summary>
    private async Task<Socket> AcceptOneAsync()
    {
        while (true)
        {
            try
            {
                return await _listener.AcceptSocketAsync(_closing.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                await Task.Delay(AcceptRetryDelay, _time, _closing.Token).ConfigureAwait(false);
            }
        }
    }

    private async Task ServeAsync(Socket client)
    {
        var stream = new NetworkStream(client, ownsSocket: true);
        await using (stream.ConfigureAwait(false))
        {
            using var limit = new IdleLimit(_idle, _time, _closing.Token);
            try
            {
                await new ProxyConnection(stream, _guard, Password, limit).RunAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // The client disconnected or was silent for too long, or the proxy is closing: no one is left to receive an error.
            }
            finally
            {
                _free.Release();
            }
        }
    }
}
