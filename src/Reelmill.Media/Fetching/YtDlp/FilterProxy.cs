using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Reelmill.Media.Fetching.Http;

namespace Reelmill.Media.Fetching.YtDlp;

/// <summary>
/// An HTTP proxy on loopback that asks the address policy: it resolves, checks, and dials exactly the address that it
/// checked. It takes CONNECT and absolute URLs, and only from who knows its password.
/// </summary>
/// <remarks>Safe for use by many threads. Connections are bounded in number, in the size of their head and in idle time.</remarks>
internal sealed class FilterProxy : IDisposable
{
    private const int MaxConnections = 128;
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromSeconds(1);
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly SemaphoreSlim _free = new(MaxConnections);
    private readonly ConnectGuard _guard;
    private readonly TimeSpan _idle;
    private readonly TimeProvider _time;
    private readonly Task _accepting;

    /// <summary>Starts it on a free port.</summary>
    /// <param name="guard">Resolves, checks and dials.</param>
    /// <param name="idle">How long a connection may be silent.</param>
    /// <param name="time">The clock of that.</param>
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

    /// <summary>Ends when the proxy is closed and every connection is.</summary>
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

    /// <summary>The next client. What the system refuses, such as one more open file, passes.</summary>
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
                await Task.Delay(AfterRefusal, _time, _closing.Token).ConfigureAwait(false);
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
                // The client went away, was silent for too long, or the proxy closes: there is nobody to tell.
            }
            finally
            {
                _free.Release();
            }
        }
    }
}
