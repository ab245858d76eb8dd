using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Reelmill.Core;
using Reelmill.Media.Fetching;
using Reelmill.Media.Fetching.Http;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Fetching.Http;

public sealed class HttpFetcherTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ManualTimeProvider _time = new();
    private readonly ImmediateProgress _progress = new();
    private TestServer _server = null!;

    private string Target => _folder["file"];

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Dispose();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_complete_file_is_saved_without_leftovers()
    {
        var body = Replies.Body(1_000_000);
        _server.Answer = (context, _) => Replies.GoodAsync(context, body);
        var saved = (await FetchAsync()).ShouldBeOfType<HttpResult.Saved>();
        saved.ShouldBe(new HttpResult.Saved(body.Length, "\"v1\"", "video/mp4"));
        File.ReadAllBytes(Target).ShouldBe(body);
        ListFiles().ShouldBe(["file"]);
    }

    [Fact]
    public async Task Progress_is_reported_every_256_KiB_and_at_the_end()
    {
        _server.Answer = (context, _) => Replies.GoodAsync(context, Replies.Body(1_000_000));
        await FetchAsync();
        _progress.All.Last().ShouldBe(new FetchProgress(1_000_000, 1_000_000));
        _progress.All.Count.ShouldBeInRange(2, 5);
    }

    [Fact]
    public async Task A_body_without_a_length_is_saved_too()
    {
        var body = Replies.Body(300_000);
        _server.Answer = async (context, _) => await context.Response.Body.WriteAsync(body);
        (await FetchAsync()).ShouldBeOfType<HttpResult.Saved>().Bytes.ShouldBe(body.Length);
        _progress.All.Last().TotalBytes.ShouldBeNull();
    }

    [Fact]
    public async Task An_interrupted_download_resumes_where_it_stopped()
    {
        var body = Replies.Body(500_000);
        _server.Answer = (context, n) => n == 1 ? Replies.CutAsync(context, body, 200_000) : Replies.GoodAsync(context, body);
        (await FailAsync()).Code.ShouldBe(FetchCodes.ConnectionLost);
        ListFiles().ShouldBe(["file.part", "file.part.json"]);
        await FetchAsync();
        _server.Requests.Last().Range.ShouldBe("bytes=200000-");
        _server.Requests.Last().IfRange.ShouldBe("\"v1\"");
        File.ReadAllBytes(Target).ShouldBe(body);
        ListFiles().ShouldBe(["file"]);
    }

    [Fact]
    public async Task A_changed_file_is_downloaded_from_the_start()
    {
        var changed = Replies.Body(400_000, seed: 2);
        _server.Answer = (context, n) => n == 1 ? Replies.CutAsync(context, Replies.Body(500_000), 200_000) : Replies.GoodAsync(context, changed, "\"v2\"");
        await FailAsync();
        (await FetchAsync()).ShouldBeOfType<HttpResult.Saved>().ETag.ShouldBe("\"v2\"");
        File.ReadAllBytes(Target).ShouldBe(changed);
    }

    [Fact]
    public async Task A_server_without_range_support_sends_the_whole_file_again()
    {
        var body = Replies.Body(500_000);
        _server.Answer = (context, n) => n == 1 ? Replies.CutAsync(context, body, 200_000) : Replies.PlainAsync(context, body);
        await FailAsync();
        await FetchAsync();
        File.ReadAllBytes(Target).ShouldBe(body);
    }

    [Theory]
    [InlineData("bytes 100-499999/500000", "\"v1\"")]
    [InlineData("bytes 200000-499999/600000", "\"v1\"")]
    [InlineData("bytes 200000-499999/500000", "\"v2\"")]
    public async Task A_partial_response_that_does_not_continue_is_not_appended(string range, string etag)
    {
        var body = Replies.Body(500_000);
        _server.Answer = (context, n) => n switch
        {
            1 => Replies.CutAsync(context, body, 200_000),
            2 => WrongPartAsync(context),
            _ => Replies.GoodAsync(context, body),
        };
        await FailAsync();
        await FetchAsync();
        _server.Requests.Last().Range.ShouldBeNull();
        File.ReadAllBytes(Target).ShouldBe(body);

        async Task WrongPartAsync(HttpContext context)
        {
            context.Response.StatusCode = 206;
            context.Response.Headers.ContentRange = range;
            context.Response.Headers.ETag = etag;
            await context.Response.Body.WriteAsync(Replies.Body(300_000, seed: 3));
        }
    }

    [Fact]
    public async Task An_unsatisfiable_range_starts_the_download_over()
    {
        var body = Replies.Body(100_000, seed: 2);
        _server.Answer = (context, n) => n switch
        {
            1 => Replies.CutAsync(context, Replies.Body(500_000), 200_000),
            2 => Replies.StatusAsync(context, 416),
            _ => Replies.GoodAsync(context, body),
        };
        await FailAsync();
        await FetchAsync();
        File.ReadAllBytes(Target).ShouldBe(body);
    }

    [Fact]
    public async Task A_complete_download_of_a_killed_process_is_not_downloaded_again()
    {
        var body = Replies.Body(500_000);
        _server.Answer = (context, _) => Replies.CutAsync(context, body, 200_000);
        await FailAsync();
        File.WriteAllBytes(Target + ".part", body);
        await FetchAsync();
        _server.Requests.Count.ShouldBe(1);
        File.ReadAllBytes(Target).ShouldBe(body);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("W/\"weak\"")]
    public async Task Without_a_strong_ETag_an_interrupted_download_starts_over(string? etag)
    {
        var body = Replies.Body(500_000);
        _server.Answer = (context, n) => n == 1 ? Replies.CutAsync(context, body, 200_000, etag) : Replies.GoodAsync(context, body);
        await FailAsync();
        await FetchAsync();
        _server.Requests.Last().Range.ShouldBeNull();
        File.ReadAllBytes(Target).ShouldBe(body);
    }

    [Fact]
    public async Task A_Last_Modified_date_allows_resuming_too()
    {
        var body = Replies.Body(500_000);
        _server.Answer = (context, n) =>
        {
            context.Response.Headers.LastModified = "Mon, 01 Jan 2024 00:00:00 GMT";
            return n == 1 ? Replies.CutAsync(context, body, 200_000, etag: null) : Results.Bytes(body, "video/mp4", enableRangeProcessing: true, lastModified: new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero)).ExecuteAsync(context);
        };
        await FailAsync();
        await FetchAsync();
        _server.Requests.Last().IfRange.ShouldBe("Mon, 01 Jan 2024 00:00:00 GMT");
        File.ReadAllBytes(Target).ShouldBe(body);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{\"source\":\"another\",\"url\":\"u\",\"eTag\":\"v1\"}")]
    public async Task Bytes_of_unknown_origin_are_not_resumed(string state)
    {
        var body = Replies.Body(100_000);
        File.WriteAllBytes(Target + ".part", Replies.Body(5000, seed: 9));
        File.WriteAllText(Target + ".part.json", state);
        _server.Answer = (context, _) => Replies.GoodAsync(context, body);
        await FetchAsync();
        _server.Requests.Single().Range.ShouldBeNull();
        File.ReadAllBytes(Target).ShouldBe(body);
    }

    [Fact]
    public async Task The_state_file_of_a_download_does_not_contain_the_query_string()
    {
        _server.Answer = (context, _) => Replies.CutAsync(context, Replies.Body(500_000), 200_000);
        await FailAsync(_server.Url("/a.mp4?token=s3cret"));
        File.ReadAllText(Target + ".part.json").ShouldNotContain("s3cret");
    }

    [Fact]
    public async Task A_download_that_another_process_has_open_fails_as_in_use()
    {
        using var other = new PartFile(Target).Open();
        (await FailAsync()).Code.ShouldBe(FetchCodes.InUse);
        _server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_that_stops_sending_the_body_stalls()
    {
        _server.Answer = async (context, _) =>
        {
            await Replies.CutAsync(context, Replies.Body(600_000), 400_000);
            await _server.HangAsync(context);
        };
        var fetch = FailAsync();
        await _progress.First;
        while (!fetch.IsCompleted)
        {
            // Two timers run while a byte is awaited: those of the deadline and of the stall timeout.
            if (_time.ArmedTimers == 2)
            {
                _time.Advance(TimeSpan.FromSeconds(31));
            }

            await Task.Yield();
        }

        var failure = await fetch;
        failure.Code.ShouldBe(FetchCodes.Stalled);
        failure.IsTransient.ShouldBeTrue();
    }

    [Fact]
    public async Task A_server_that_sends_no_headers_stalls()
    {
        var asked = new TaskCompletionSource();
        _server.Answer = (context, _) =>
        {
            asked.SetResult();
            return _server.HangAsync(context);
        };
        var fetch = FailAsync();
        await asked.Task;
        _time.Advance(TimeSpan.FromSeconds(31));
        (await fetch).Code.ShouldBe(FetchCodes.Stalled);
    }

    [Fact]
    public async Task A_slow_server_fails_at_the_deadline()
    {
        using var deadline = new FetchDeadline(TimeSpan.FromHours(1), _time);
        _server.Answer = async (context, _) =>
        {
            context.Response.ContentLength = 1_000_000;
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(new byte[1]);
                await context.Response.Body.FlushAsync();
                _time.Advance(TimeSpan.FromSeconds(20));
                await Task.Yield();
            }
        };
        using var fetcher = Fetcher(stall: TimeSpan.FromHours(9));
        var failure = await Should.ThrowAsync<ItemException>(fetcher.FetchAsync(_server.Url("/"), Target, deadline, null, default));
        failure.Code.ShouldBe(FetchCodes.DeadlineExceeded);
        failure.IsTransient.ShouldBeFalse();
    }

    [Fact]
    public async Task Cancellation_by_the_caller_is_not_a_failure_and_keeps_received_bytes()
    {
        using var stop = new CancellationTokenSource();
        _server.Answer = async (context, _) =>
        {
            await Replies.CutAsync(context, Replies.Body(600_000), 400_000);
            await _server.HangAsync(context);
        };
        using var fetcher = Fetcher();
        using var deadline = new FetchDeadline(TimeSpan.FromHours(1), _time);
        var fetch = fetcher.FetchAsync(_server.Url("/"), Target, deadline, _progress, stop.Token);
        await _progress.First;
        await stop.CancelAsync();
        (await Should.ThrowAsync<OperationCanceledException>(fetch)).CancellationToken.ShouldBe(stop.Token);
        ListFiles().ShouldBe(["file.part", "file.part.json"]);
    }

    [Theory]
    [InlineData(404, false)]
    [InlineData(403, false)]
    [InlineData(410, false)]
    [InlineData(204, false)]
    [InlineData(408, true)]
    [InlineData(429, true)]
    [InlineData(500, true)]
    [InlineData(503, true)]
    public async Task An_error_status_becomes_the_error_code(int status, bool transient)
    {
        _server.Answer = (context, _) => Replies.StatusAsync(context, status);
        var failure = await FailAsync();
        failure.Code.ShouldBe($"http_{status}");
        failure.IsTransient.ShouldBe(transient);
        ListFiles().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("Tue, 01 Jan 2030 00:00:20 GMT", 20)]
    [InlineData("Mon, 31 Dec 2029 00:00:00 GMT", 0)]
    public async Task Retry_After_becomes_the_retry_delay(string header, int seconds)
    {
        _server.Answer = (context, _) => Replies.StatusAsync(context, 429, header);
        (await FailAsync()).RetryAfter.ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Fact]
    public async Task A_declared_length_over_the_limit_is_refused_before_the_body()
    {
        _server.Answer = async (context, _) =>
        {
            context.Response.ContentLength = 2_000_000;
            await context.Response.Body.FlushAsync();
            await _server.HangAsync(context);
        };
        (await FailAsync(maxBytes: 1_000_000)).Code.ShouldBe(FetchCodes.TooLarge);
        ListFiles().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_body_without_a_length_is_stopped_at_the_limit()
    {
        _server.Answer = async (context, _) =>
        {
            var chunk = new byte[64 * 1024];
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(chunk);
            }
        };
        (await FailAsync(maxBytes: 1_000_000)).Code.ShouldBe(FetchCodes.TooLarge);
        ListFiles().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_compressed_response_is_refused_and_not_decompressed()
    {
        _server.Answer = async (context, _) =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            await using var bomb = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
            await bomb.WriteAsync(new byte[10_000_000]);
        };
        (await FailAsync()).Code.ShouldBe(FetchCodes.EncodedResponse);
        _server.Requests.Single().AcceptEncoding.ShouldBe("identity");
        ListFiles().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("text/html; charset=utf-8")]
    [InlineData("application/xhtml+xml")]
    [InlineData("application/vnd.apple.mpegurl")]
    public async Task A_page_or_a_playlist_is_detected_by_its_media_type(string type)
    {
        _server.Answer = (context, _) => Replies.PlainAsync(context, "<html>"u8.ToArray(), type);
        (await FetchAsync()).ShouldBeOfType<HttpResult.Page>();
        ListFiles().ShouldBeEmpty();
    }

    [Fact]
    public async Task Five_redirects_are_followed_without_cookies()
    {
        _server.Answer = (context, n) =>
        {
            context.Response.Headers.SetCookie = "session=1";
            return n <= 5 ? Replies.RedirectAsync(context, $"/{n}", status: n switch { 1 => 301, 2 => 302, 3 => 303, 4 => 307, _ => 308 }) : Replies.GoodAsync(context, Replies.Body(10));
        };
        await FetchAsync();
        _server.Requests.Select(request => request.Path).ShouldBe(["/", "/1", "/2", "/3", "/4", "/5"]);
        _server.Requests.ShouldAllBe(request => request.Cookie == null);
    }

    [Fact]
    public async Task Circular_redirects_end_with_an_error()
    {
        _server.Answer = (context, _) => Replies.RedirectAsync(context, "/");
        (await FailAsync()).Code.ShouldBe(FetchCodes.TooManyRedirects);
        _server.Requests.Count.ShouldBe(6);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://example.com/a")]
    [InlineData("http://user:secret@example.com/")]
    [InlineData("http://")]
    [InlineData("")]
    public async Task A_redirect_to_a_disallowed_URL_is_refused(string location)
    {
        _server.Answer = (context, _) => Replies.RedirectAsync(context, location);
        var failure = await FailAsync();
        failure.Code.ShouldBe(FetchCodes.BadRedirect);
        failure.Message.ShouldNotContain("secret");
    }

    [Fact]
    public async Task A_redirect_to_a_blocked_address_is_refused_at_that_hop()
    {
        _server.Answer = (context, _) => Replies.RedirectAsync(context, _server.Address.Replace("127.0.0.1", "127.0.0.2", StringComparison.Ordinal));
        using var fetcher = Fetcher(addresses: new AddressPolicy(address => address.Equals(IPAddress.Loopback)));
        (await FailAsync(fetcher)).Code.ShouldBe(FetchCodes.BlockedAddress);
        _server.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.1")]
    [InlineData("2130706433")]
    [InlineData("0x7f000001")]
    [InlineData("017700000001")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("localhost.")]
    [InlineData("127.0.0.1.")]
    [InlineData("LOCALHOST")]
    [InlineData("0")]
    [InlineData("0.0.0.0")]
    [InlineData("[::]")]
    [InlineData("[::1]")]
    [InlineData("[::127.0.0.1]")]
    [InlineData("[64:ff9b::127.0.0.1]")]
    [InlineData("[2002:7f00:1::]")]
    public async Task Loopback_under_any_name_is_blocked_where_only_public_addresses_are_allowed(string host)
    {
        using var fetcher = Fetcher(addresses: AddressPolicy.PublicOnly);
        var url = UrlGuard.Check($"http://{host}:{new Uri(_server.Address).Port}/");
        (await FailAsync(fetcher, url)).Code.ShouldBe(FetchCodes.BlockedAddress);
        _server.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("10.0.0.1")]
    [InlineData("172.16.0.1")]
    [InlineData("192.168.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("[fd00:ec2::254]")]
    [InlineData("[fe80::1]")]
    [InlineData("224.0.0.1")]
    [InlineData("[ff02::1]")]
    [InlineData("255.255.255.255")]
    [InlineData("[::ffff:169.254.169.254]")]
    [InlineData("[64:ff9b::a9fe:a9fe]")]
    public async Task An_address_that_is_not_public_is_blocked_at_once_and_behind_a_redirect(string host)
    {
        using var strict = Fetcher(addresses: AddressPolicy.PublicOnly);
        (await FailAsync(strict, UrlGuard.Check($"http://{host}/"))).Code.ShouldBe(FetchCodes.BlockedAddress);

        _server.Answer = (context, _) => Replies.RedirectAsync(context, $"http://{host}/");
        using var local = Fetcher(addresses: AddressPolicy.PublicOr([new IPNetwork(IPAddress.Loopback, 32)]));
        (await FailAsync(local)).Code.ShouldBe(FetchCodes.BlockedAddress);
        _server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_checked_address_is_the_one_that_is_connected_to()
    {
        _server.Answer = (context, _) => Replies.GoodAsync(context, Replies.Body(10));
        var lookups = 0;
        using var fetcher = Fetcher(
            addresses: new AddressPolicy(address => address.Equals(IPAddress.Loopback)),
            resolve: (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("127.0.0.9"), ++lookups == 1 ? IPAddress.Loopback : IPAddress.Parse("127.0.0.8")]));
        var url = new Uri($"http://changes.example:{new Uri(_server.Address).Port}/");
        using var deadline = new FetchDeadline(TimeSpan.FromHours(1), _time);
        await fetcher.FetchAsync(url, Target, deadline, null, default);
        lookups.ShouldBe(1);
        _server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_host_name_without_an_address_is_a_transient_failure()
    {
        using var fetcher = Fetcher(resolve: (_, _) => throw new SocketException((int)SocketError.HostNotFound));
        var failure = await FailAsync(fetcher, new Uri("http://nowhere.example/"));
        failure.Code.ShouldBe(FetchCodes.DnsFailed);
        failure.IsTransient.ShouldBeTrue();
    }

    [Fact]
    public async Task A_hanging_DNS_lookup_ends_at_the_connect_timeout()
    {
        var asked = new TaskCompletionSource();
        using var fetcher = Fetcher(resolve: async (_, token) =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, token);
            return [];
        });
        var fetch = FailAsync(fetcher, new Uri("http://slow.example/"));
        await asked.Task;
        _time.Advance(TimeSpan.FromSeconds(11));
        (await fetch).Code.ShouldBe(FetchCodes.ConnectFailed);
    }

    [Fact]
    public async Task A_closed_port_is_a_transient_failure()
    {
        var failure = await FailAsync(new Uri($"http://127.0.0.1:{LoopbackPort.Claim()}/"));
        failure.Code.ShouldBe(FetchCodes.ConnectFailed);
        failure.IsTransient.ShouldBeTrue();
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9\r\n\r\n", FetchCodes.BadResponse)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le", FetchCodes.ConnectionLost)]
    [InlineData("", FetchCodes.ConnectionLost)]
    [InlineData("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n", FetchCodes.BadRedirect)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel", FetchCodes.ConnectionLost)]
    public async Task A_response_that_is_not_HTTP_has_its_own_code(string answer, string code)
    {
        using var raw = new RawServer(answer);
        (await FailAsync(raw.Url)).Code.ShouldBe(code);
    }

    [Fact]
    public async Task A_body_longer_than_its_declared_length_ends_at_that_length()
    {
        using var raw = new RawServer("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello, world");
        (await FetchAsync(raw.Url)).ShouldBeOfType<HttpResult.Saved>().Bytes.ShouldBe(5);
    }

    [Fact]
    public async Task A_failing_TLS_handshake_is_a_permanent_failure()
    {
        using var raw = new RawServer("HTTP/1.1 200 OK\r\n\r\n");
        var failure = await FailAsync(new UriBuilder(raw.Url) { Scheme = "https" }.Uri);
        failure.Code.ShouldBe(FetchCodes.TlsFailed);
    }

    private HttpFetcher Fetcher(long maxBytes = 1 << 30, TimeSpan? stall = null, AddressPolicy? addresses = null, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
    {
        var options = new FetchOptions
        {
            MaxBytes = maxBytes,
            StallTimeout = stall ?? TimeSpan.FromSeconds(30),
            Addresses = addresses ?? AddressPolicy.Any,
        };
        return new HttpFetcher(options, new HostGate(4, new HostSlots()), _time, resolve);
    }

    private async Task<HttpResult> FetchAsync(Uri? url = null, long maxBytes = 1 << 30)
    {
        using var fetcher = Fetcher(maxBytes);
        using var deadline = new FetchDeadline(TimeSpan.FromHours(1), _time);
        return await fetcher.FetchAsync(url ?? _server.Url("/"), Target, deadline, _progress, default);
    }

    private Task<ItemException> FailAsync(Uri? url = null, long maxBytes = 1 << 30) => Should.ThrowAsync<ItemException>(FetchAsync(url, maxBytes));

    private async Task<ItemException> FailAsync(HttpFetcher fetcher, Uri? url = null)
    {
        using var deadline = new FetchDeadline(TimeSpan.FromHours(1), _time);
        return await Should.ThrowAsync<ItemException>(fetcher.FetchAsync(url ?? _server.Url("/"), Target, deadline, null, default));
    }

    private IEnumerable<string> ListFiles() => Directory.EnumerateFileSystemEntries(_folder.Path).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);
}
