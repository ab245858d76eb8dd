using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using Microsoft.AspNetCore.Http;
using Reelmill.Core;
using Reelmill.Media.Fetching;
using Reelmill.Processes;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Fetching.YtDlp;

/// <summary>Real yt-dlp under an address policy that allows 127.0.0.1 only.</summary>
[SupportedOSPlatform("linux")]
public sealed class RestrictedYtDlpTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TcpListener _forbidden = new(IPAddress.Parse("127.0.0.2"), 0);
    private readonly byte[] _video = Replies.Body(100_000);
    private TestServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _forbidden.Start();
        _server = await TestServer.StartAsync((context, _) => SiteAsync(context));
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Dispose();
    }

    public void Dispose()
    {
        _forbidden.Dispose();
        _folder.Dispose();
    }

    private string Forbidden => ((IPEndPoint)_forbidden.LocalEndpoint).ToString();

    [Fact]
    public async Task A_page_and_its_video_at_an_allowed_address_are_fetched()
    {
        using var fetcher = Fetcher();
        var file = await fetcher.FetchAsync(Input("/watch?src=/clip.mp4"), null, default);
        (await File.ReadAllBytesAsync(file.Path)).ShouldBe(_video);
        Directory.EnumerateFileSystemEntries(_folder["downloads"]).ShouldBe([file.Path]);
    }

    [Fact]
    public async Task A_clear_playlist_is_fetched_without_ffmpeg()
    {
        using var fetcher = Fetcher();
        var file = await fetcher.FetchAsync(Input("/clear.m3u8"), null, default);
        (await File.ReadAllBytesAsync(file.Path)).ShouldBe(_video);
    }

    [Theory]
    [InlineData("/to?http://{0}/a.mp4", FetchCodes.BlockedAddress)]
    [InlineData("/to?https://{0}/a.mp4", FetchCodes.BlockedAddress)]
    [InlineData("/to?ftp://{0}/a.mp4", FetchCodes.BadInput)]
    [InlineData("/watch?src=http://{0}/a.mp4", FetchCodes.BlockedAddress)]
    [InlineData("/watch?src=https://{0}/a.mp4", FetchCodes.BlockedAddress)]
    [InlineData("/watch?src=ftp://{0}/a.mp4", FetchCodes.BadInput)]
    [InlineData("/watch?src=ftps://{0}/a.mp4", null)]
    [InlineData("/watch?src=rtmp://{0}/a.mp4", null)]
    [InlineData("/player?src=rtmp://{0}/app/a.mp4", null)]
    [InlineData("/watch?src=rtsp://{0}/a.mp4", null)]
    [InlineData("/watch?src=mms://{0}/a.mp4", null)]
    [InlineData("/watch?src=ws://{0}/a.mp4", null)]
    [InlineData("/watch?src=file:///etc/hostname", null)]
    [InlineData("/for-ffmpeg.m3u8?http://{0}/a.ts", null)]
    [InlineData("/clear.m3u8?http://{0}/a.ts", FetchCodes.BlockedAddress)]
    public async Task No_content_makes_yt_dlp_connect_to_another_address(string path, string? code)
    {
        using var fetcher = Fetcher();
        var failure = await Should.ThrowAsync<ItemException>(fetcher.FetchAsync(Input(string.Format(null, path, Forbidden)), null, default));
        failure.Code.ShouldBe(code ?? failure.Code);
        failure.IsTransient.ShouldBeFalse(failure.Message);
        _forbidden.Pending().ShouldBeFalse(failure.Message);
        Directory.EnumerateFileSystemEntries(_folder["downloads"]).ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_a_policy_a_redirect_reaches_the_other_address()
    {
        using var fetcher = Fetcher(AddressPolicy.Any);
        var fetch = Should.ThrowAsync<ItemException>(fetcher.FetchAsync(Input($"/to?http://{Forbidden}/a.mp4"), null, default));
        using (await _forbidden.AcceptSocketAsync())
        {
        }

        _forbidden.Stop();
        await fetch;
    }

    [Theory]
    [InlineData("import socket; socket.create_connection(('127.0.0.2', PORT))")]
    [InlineData("import socket; socket.socket().connect(('127.0.0.2', PORT))")]
    [InlineData("import socket; socket.socket().connect_ex(('127.0.0.2', PORT))")]
    [InlineData("import socket; socket.socket(socket.AF_INET6).connect(('::ffff:127.0.0.2', PORT))")]
    [InlineData("import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.2', PORT))")]
    [InlineData("import socket; socket.getaddrinfo('secret.example', 80)")]
    [InlineData("import socket; socket.gethostbyname('secret.example')")]
    [InlineData("import ftplib; ftplib.FTP().connect('127.0.0.2', PORT)")]
    [InlineData("import asyncio; asyncio.run(asyncio.open_connection('127.0.0.2', PORT))")]
    [InlineData("import urllib.request as u; u.build_opener(u.ProxyHandler({})).open('http://127.0.0.2:PORT/')")]
    [InlineData("import subprocess; subprocess.run(['ffmpeg', '-i', 'http://127.0.0.2:PORT/'])")]
    [InlineData("import os; os.system('curl http://127.0.0.2:PORT/')")]
    [InlineData("import os; os.execvp('curl', ['curl', 'http://127.0.0.2:PORT/'])")]
    [InlineData("import os; os.posix_spawn('/usr/bin/curl', ['curl', 'http://127.0.0.2:PORT/'], {})")]
    [InlineData("import os; os.fork()")]
    public async Task The_process_of_yt_dlp_can_reach_only_the_proxy(string python)
    {
        Assert.SkipWhen(Executables.Find("python3") is null, "Python is not installed");
        var path = _folder["yt-dlp"];
        File.WriteAllText(path, $"""
            #!{Executables.Find("python3")}
            import sys
            try:
                {python.Replace("PORT", ((IPEndPoint)_forbidden.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)}
                print("ERROR: it was let through", file=sys.stderr)
            except BaseException as e:
                print(f"ERROR: {"{"}e{"}"}", file=sys.stderr)
            sys.exit(1)
            """);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        using var fetcher = new Fetcher(_folder["downloads"], Options(null) with { YtDlpPath = path });
        var failure = await Should.ThrowAsync<ItemException>(fetcher.FetchAsync(Input("/watch"), null, default));
        failure.Code.ShouldBe(FetchCodes.BlockedAddress, failure.Message);
        failure.Message.ShouldContain("reelmill refused");
        _forbidden.Pending().ShouldBeFalse();
    }

    [Fact]
    public async Task A_yt_dlp_without_the_guard_reaches_nothing_and_the_message_says_so()
    {
        Assert.SkipWhen(Executables.Find("curl") is null, "curl is not installed");
        var path = _folder["yt-dlp"];
        File.WriteAllText(path, """
            #!/bin/sh
            read -r url
            said=$(curl -s -o /dev/null -w '%{http_code}' --proxy "$http_proxy" "$url")
            echo "ERROR: Unable to download webpage: HTTP Error $said: unguarded" >&2
            exit 1
            """);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        using var fetcher = new Fetcher(_folder["downloads"], Options(null) with { YtDlpPath = path });
        var failure = await Should.ThrowAsync<ItemException>(fetcher.FetchAsync(Input("/watch"), null, default));
        failure.Code.ShouldBe(FetchCodes.ToolMissing);
        failure.Message.ShouldContain("HTTP Error 407");
        _server.Requests.ShouldBeEmpty();
    }

    private Fetcher Fetcher(AddressPolicy? policy = null)
    {
        Assert.SkipWhen(Executables.Find("yt-dlp") is null, "yt-dlp is not installed");
        return new Fetcher(_folder["downloads"], Options(policy));
    }

    private FetchOptions Options(AddressPolicy? policy) => new()
    {
        Kind = FetcherKind.YtDlp,
        MaxTries = 1,
        Addresses = policy ?? new AddressPolicy(address => address.Equals(IPAddress.Loopback)),
    };

    private MediaInput Input(string path) => new(_server.Url(path).AbsoluteUri, InputKind.Url, MediaInput.NoMetadata);

    private Task SiteAsync(HttpContext context)
    {
        var query = context.Request.QueryString.Value!.TrimStart('?');
        return context.Request.Path.Value switch
        {
            "/to" => Replies.RedirectAsync(context, query),
            "/watch" => TextAsync(context, $"<html><title>A page</title><body><video src='{context.Request.Query["src"]}'></video></body></html>", "text/html"),
            "/player" => TextAsync(context, $"<html><title>A page</title><div id='p'></div><script>jwplayer('p').setup({{\"file\": \"{context.Request.Query["src"]}\", \"title\": \"A\"}});</script></html>", "text/html"),
            "/clear.m3u8" => TextAsync(context, Playlist("", query), "application/vnd.apple.mpegurl"),
            "/for-ffmpeg.m3u8" => TextAsync(context, Playlist("#EXT-X-KEY:METHOD=SAMPLE-AES,URI=\"/key\"\n", query), "application/vnd.apple.mpegurl"),
            _ => Replies.GoodAsync(context, _video),
        };
    }

    private static string Playlist(string key, string segment) =>
        $"#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:4\n{key}#EXTINF:4,\n{(segment.Length > 0 ? segment : "/a.ts")}\n#EXT-X-ENDLIST\n";

    private static Task TextAsync(HttpContext context, string text, string type) => Replies.PlainAsync(context, Encoding.UTF8.GetBytes(text), type);
}
