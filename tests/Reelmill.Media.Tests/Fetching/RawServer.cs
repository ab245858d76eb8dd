using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Reelmill.Media.Tests.Fetching;

/// <summary>A server that answers every connection with the same bytes, and closes it.</summary>
internal sealed class RawServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly byte[] _answer;
    private readonly Task _serving;

    public RawServer(string answer)
    {
        _answer = Encoding.ASCII.GetBytes(answer);
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    public void Dispose()
    {
        _listener.Stop();
        Should.Throw<Exception>(_serving).ShouldSatisfyAllConditions(static e => (e is SocketException or InvalidOperationException or IOException).ShouldBeTrue(e.ToString()));
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            using var client = await _listener.AcceptTcpClientAsync();
            var stream = client.GetStream();
            _ = await stream.ReadAsync(new byte[4096], CancellationToken.None);
            await stream.WriteAsync(_answer, CancellationToken.None);
        }
    }
}
