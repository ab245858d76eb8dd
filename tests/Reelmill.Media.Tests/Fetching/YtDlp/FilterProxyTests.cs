using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Reelmill.Media.Fetching;
using Reelmill.Media.Fetching.Http;
using Reelmill.Media.Fetching.YtDlp;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Fetching.YtDlp;

public sealed class FilterProxyTests : IAsyncLifetime
{
    private static readonly AddressPolicy FirstLoopback = new(address => address.Equals(IPAddress.Loopback));
    private readonly ManualTimeProvider _time = new();
    private TestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync((context, _) => EchoAsync(context));

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_request_reaches_its_server_without_proxy_headers()
    {
        using var proxy = Proxy();
        using var client = Client(proxy);
        using var content = new StringContent("hello");
        using var answer = await client.PostAsync(_server.Url("/echo?a=1"), content);
        var text = await answer.Content.ReadAsStringAsync();
        text.ShouldStartWith("POST /echo?a=1 hello");
        text.ShouldContain($"Host={new Uri(_server.Address).Authority}");
        text.ShouldNotContain("Proxy-");
    }

    [Fact]
    public async Task A_tunnel_carries_bytes_in_both_directions()
    {
        using var proxy = Proxy();
        var target = new Uri(_server.Address).Authority;
        var answer = await RawAsync(proxy, $"CONNECT {target} HTTP/1.1\r\n{Authorization(proxy)}\r\n\r\nGET /tunnel HTTP/1.1\r\nHost: {target}\r\nConnection: close\r\n\r\n");
        answer.ShouldStartWith("HTTP/1.1 200 Connected\r\n\r\nHTTP/1.1 200 OK");
        answer.ShouldContain("GET /tunnel");
    }

    [Theory]
    [InlineData("GET http://127.0.0.2:{0}/ HTTP/1.1")]
    [InlineData("GET http://[::ffff:127.0.0.2]:{0}/ HTTP/1.1")]
    [InlineData("GET http://2130706434:{0}/ HTTP/1.1")]
    [InlineData("GET http://0x7f.2:{0}/ HTTP/1.1")]
    [InlineData("GET http://0177.0.0.2:{0}/ HTTP/1.1")]
    [InlineData("GET http://127.2:{0}/ HTTP/1.1")]
    [InlineData("GET http://0.0.0.0:{0}/ HTTP/1.1")]
    [InlineData("GET http://169.254.169.254/ HTTP/1.1")]
    [InlineData("CONNECT 127.0.0.2:{0} HTTP/1.1")]
    [InlineData("CONNECT [::1]:{0} HTTP/1.1")]
    [InlineData("CONNECT [fe80::1]:{0} HTTP/1.1")]
    public async Task An_address_that_the_policy_refuses_is_not_connected_to(string line)
    {
        using var proxy = Proxy();
        var answer = await RawAsync(proxy, $"{string.Format(null, line, new Uri(_server.Address).Port)}\r\n{Authorization(proxy)}\r\n\r\n");
        answer.ShouldStartWith("HTTP/1.1 403 blocked_address\r\n");
        _server.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("GET ftp://127.0.0.1/a HTTP/1.1")]
    [InlineData("GET https://127.0.0.1/a HTTP/1.1")]
    [InlineData("GET file:///etc/passwd HTTP/1.1")]
    [InlineData("GET http://user:secret@127.0.0.1/ HTTP/1.1")]
    [InlineData("GET / HTTP/1.1")]
    [InlineData("CONNECT user@127.0.0.1:443 HTTP/1.1")]
    [InlineData("nonsense")]
    public async Task A_disallowed_request_is_refused(string line)
    {
        using var proxy = Proxy();
        (await RawAsync(proxy, $"{line}\r\n{Authorization(proxy)}\r\n\r\n")).ShouldStartWith("HTTP/1.1 403 bad_input\r\n");
    }

    [Theory]
    [InlineData("")]
    [InlineData("Proxy-Authorization: Basic cmVlbG1pbGw6\r\n")]
    [InlineData("Proxy-Authorization: Bearer x\r\n")]
    public async Task A_client_without_the_password_is_refused(string header)
    {
        using var proxy = Proxy();
        (await RawAsync(proxy, $"GET {_server.Url("/")} HTTP/1.1\r\n{header}\r\n")).ShouldStartWith("HTTP/1.1 407 unguarded\r\n");
        _server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_proxy_has_its_own_password()
    {
        using var one = Proxy();
        using var other = Proxy();
        one.Password.Length.ShouldBe(64);
        one.Password.ShouldNotBe(other.Password, StringComparer.Ordinal);
        (await RawAsync(one, $"GET {_server.Url("/")} HTTP/1.1\r\n{Authorization(other)}\r\n\r\n")).ShouldStartWith("HTTP/1.1 407");
    }

    [Fact]
    public async Task The_checked_address_is_the_one_that_is_connected_to()
    {
        var lookups = 0;
        using var proxy = Proxy((_, _) => Task.FromResult<IPAddress[]>([++lookups == 1 ? IPAddress.Loopback : IPAddress.Parse("127.0.0.2")]));
        using var client = Client(proxy);
        await client.GetStringAsync(new Uri($"http://changes.example:{new Uri(_server.Address).Port}/"));
        lookups.ShouldBe(1);
        _server.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("nowhere.example", "HTTP/1.1 502 dns_failed")]
    [InlineData("127.0.0.1", "HTTP/1.1 502 connect_failed")]
    public async Task An_unreachable_server_gives_a_matching_status(string host, string answer)
    {
        using var proxy = Proxy((_, _) => throw new SocketException((int)SocketError.HostNotFound));
        (await RawAsync(proxy, $"GET http://{host}:{LoopbackPort.Claim()}/ HTTP/1.1\r\n{Authorization(proxy)}\r\n\r\n")).ShouldStartWith(answer);
    }

    [Fact]
    public async Task An_endless_request_head_closes_the_connection()
    {
        using var proxy = Proxy();
        (await RawAsync(proxy, $"GET {_server.Url("/")} HTTP/1.1\r\nX: {new string('a', 70_000)}", refused: true)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_idle_connection_is_closed()
    {
        using var proxy = Proxy();
        using var client = new TcpClient();
        await client.ConnectAsync(proxy.EndPoint);
        while (_time.ArmedTimers == 0)
        {
            await Task.Yield();
        }

        _time.Advance(TimeSpan.FromSeconds(31));
        (await client.GetStream().ReadAsync(new byte[1], CancellationToken.None)).ShouldBe(0);
    }

    [Fact]
    public async Task Closing_the_proxy_ends_every_connection()
    {
        using var proxy = Proxy();
        using var client = new TcpClient();
        await client.ConnectAsync(proxy.EndPoint);
        while (_time.ArmedTimers == 0)
        {
            await Task.Yield();
        }

        proxy.Dispose();
        await proxy.Ended;
        (await client.GetStream().ReadAsync(new byte[1], CancellationToken.None)).ShouldBe(0);
    }

    private FilterProxy Proxy(Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null) =>
        new(new ConnectGuard(FirstLoopback, TimeSpan.FromHours(1), _time, resolve ?? Dns.GetHostAddressesAsync), TimeSpan.FromSeconds(30), _time);

    private static HttpClient Client(FilterProxy proxy)
    {
        var handler = new HttpClientHandler { Proxy = new WebProxy($"http://{proxy.EndPoint}") { BypassProxyOnLocal = false, UseDefaultCredentials = false } };
        var client = new HttpClient(handler);
        client.DefaultRequestHeaders.ProxyAuthorization = new AuthenticationHeaderValue("Basic", Credentials(proxy));
        return client;
    }

    private static string Credentials(FilterProxy proxy) => Convert.ToBase64String(Encoding.ASCII.GetBytes($"reelmill:{proxy.Password}"));

    private static string Authorization(FilterProxy proxy) => $"proxy-authorization: Basic {Credentials(proxy)}";

    private static async Task<string> RawAsync(FilterProxy proxy, string request, bool refused = false)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(proxy.EndPoint);
        var stream = client.GetStream();
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
            using var reader = new StreamReader(stream, Encoding.Latin1);
            return await reader.ReadToEndAsync();
        }
        catch (IOException) when (refused)
        {
            // The proxy closed the connection with unread bytes, which the system reports as a reset.
            return "";
        }
    }

    private static async Task EchoAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var headers = string.Join(' ', context.Request.Headers.Select(h => $"{h.Key}={h.Value}"));
        var text = $"{context.Request.Method} {context.Request.Path}{context.Request.QueryString} {await reader.ReadToEndAsync()} {headers}";
        await Replies.PlainAsync(context, Encoding.UTF8.GetBytes(text), "text/plain");
    }
}
