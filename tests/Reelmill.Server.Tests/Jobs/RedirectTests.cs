using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;
using Reelmill.Library.Jobs;

namespace Reelmill.Server.Tests.Jobs;

/// <summary>Redirects from an allowed host. Redirects between http and https are covered by the tests of the fetcher.</summary>
public sealed class RedirectTests : IAsyncLifetime
{
    private ServerFixture _server = null!;
    private WebStub _first = null!;
    private WebStub _allowed = null!;
    private WebStub _blocked = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await ServerFixture.StartAsync(static o => o with { AllowedNetworks = [IPNetwork.Parse("127.0.0.1/32"), IPNetwork.Parse("127.0.0.3/32")] });
        (_first, _allowed, _blocked) = (await WebStub.StartAsync(), await WebStub.StartAsync("127.0.0.3"), await WebStub.StartAsync("127.0.0.2"));
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _first.DisposeAsync();
        await _allowed.DisposeAsync();
        await _blocked.DisposeAsync();
    }

    [Fact]
    public async Task A_redirect_to_a_blocked_address_is_refused_at_that_hop()
    {
        string[] hosts = ["127.0.0.2", "2130706434", "0x7f000002", "127.2", "[::ffff:127.0.0.2]", "10.0.0.1", "169.254.169.254", "[::1]", "[64:ff9b::7f00:2]"];
        _first.Answer = http => WebStub.RedirectAsync(http, $"http://{hosts[int.Parse(http.Request.Path.Value![1..], CultureInfo.InvariantCulture)]}:{_blocked.Port}/secret");
        (await CodesAsync([.. Enumerable.Range(0, hosts.Length).Select(i => _first.Url($"/{i}"))])).ShouldBe(hosts.Select(static _ => "blocked_address"));
        _first.Requests.Count.ShouldBe(hosts.Length);
        _blocked.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_redirect_to_an_invalid_URL_is_refused_at_that_hop()
    {
        string[] places = ["file:///etc/passwd", "ftp://127.0.0.3/a", "gopher://127.0.0.3/", "data:video/mp4;base64,AAAA", "concat:/etc/passwd", "http://user:hunter2@127.0.0.3/"];
        _first.Answer = http => WebStub.RedirectAsync(http, places[int.Parse(http.Request.Path.Value![1..], CultureInfo.InvariantCulture)]);
        var job = await _server.SubmitUrlsAsync(new { pipeline = "mine", inputs = places.Select((_, i) => _first.Url($"/{i}")) });
        await _server.EndAsync(job.Id);
        var items = await _server.ItemsAsync(job.Id);
        items.Select(static i => i.Error!.Code).ShouldBe(places.Select(static _ => "bad_redirect"));
        items.ShouldAllBe(static i => !i.Error!.Message.Contains("hunter2"));
        _allowed.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Five_redirects_are_followed_and_the_sixth_is_refused()
    {
        var clip = await File.ReadAllBytesAsync(await _server.ClipAsync(1, 1));
        _first.Answer = http =>
        {
            var left = int.Parse(http.Request.Path.Value!.Split('/')[^1], CultureInfo.InvariantCulture);
            return left > 0 ? WebStub.RedirectAsync(http, $"{left - 1}") : Results.Bytes(clip, "video/mp4").ExecuteAsync(http);
        };
        (await CodesAsync(_first.Url("/five/5"), _first.Url("/six/6"))).ShouldBe([null, "too_many_redirects"]);
        _first.Paths.Order(StringComparer.Ordinal).ShouldBe(["/five/0", "/five/1", "/five/2", "/five/3", "/five/4", "/five/5", "/six/1", "/six/2", "/six/3", "/six/4", "/six/5", "/six/6"]);
    }

    [Fact]
    public async Task Cookies_and_credentials_are_not_sent_to_the_next_host()
    {
        _first.Answer = http =>
        {
            http.Response.Headers.SetCookie = "session=s3cret";
            return WebStub.RedirectAsync(http, http.Request.Path == "/a" ? "/b" : _allowed.Url("/c"));
        };
        (await CodesAsync(_first.Url("/a?token=s3cret"))).ShouldBe(["http_404"]);
        _first.Paths.ShouldBe(["/a", "/b"]);
        _allowed.Paths.ShouldBe(["/c"]);
        foreach (var asked in _first.Requests.Concat(_allowed.Requests))
        {
            new[] { "Cookie", "Authorization", "Referer" }.ShouldAllBe(name => !asked.Headers.ContainsKey(name));
            asked.Headers["Accept-Encoding"].ShouldBe("identity");
        }

        _allowed.Requests.Single().Headers.Values.ShouldAllBe(static v => !v.Contains("s3cret"));
    }

    private async Task<string?[]> CodesAsync(params string[] urls)
    {
        var job = await _server.SubmitUrlsAsync(new { pipeline = "mine", inputs = urls });
        (await _server.EndAsync(job.Id)).State.ShouldBeOneOf(JobState.Failed, JobState.Partial);
        return [.. (await _server.ItemsAsync(job.Id)).Select(static i => i.Error?.Code)];
    }
}
