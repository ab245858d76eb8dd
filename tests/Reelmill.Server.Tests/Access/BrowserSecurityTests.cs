using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Reelmill.Library.Access;
using Reelmill.Server.Access;

namespace Reelmill.Server.Tests.Access;

public sealed class BrowserSecurityTests
{
    private static readonly Dictionary<string, string> Expected = new(StringComparer.Ordinal)
    {
        ["Content-Security-Policy"] =
            "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; worker-src 'self' blob:; connect-src 'self'; style-src 'self'; "
            + "script-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
        ["X-Content-Type-Options"] = "nosniff",
        ["X-Frame-Options"] = "DENY",
        ["Referrer-Policy"] = "no-referrer",
        ["Cross-Origin-Opener-Policy"] = "same-origin",
        ["Cross-Origin-Resource-Policy"] = "same-origin",
    };

    [Theory]
    [InlineData("read", null, 200)]
    [InlineData("page", null, 200)]
    [InlineData("fails", null, 500)]
    [InlineData("nowhere", null, 404)]
    [InlineData("read", "evil.example", 421)]
    public async Task Every_response_has_the_security_headers(string path, string? hostName, int status)
    {
        await using var host = await AccessHost.StartAsync();
        using var client = await host.ClientAsync(AccessScope.Admin);
        client.DefaultRequestHeaders.Host = hostName;
        using var response = await client.GetAsync(path);
        response.StatusCode.ShouldBe((HttpStatusCode)status);
        foreach (var (name, value) in Expected)
        {
            response.Headers.GetValues(name).ShouldBe([value], name);
        }

        response.Headers.Contains("Server").ShouldBeFalse();
    }

    [Theory]
    [InlineData("localhost", null, true)]
    [InlineData("LOCALHOST:8080", null, true)]
    [InlineData("localhost.", null, true)]
    [InlineData("127.0.0.1:8080", null, true)]
    [InlineData("[::1]:8080", null, true)]
    [InlineData("media.example", null, true)]
    [InlineData("evil.example", null, false)]
    [InlineData("localhost.evil.example", null, false)]
    [InlineData("127.0.0.1.evil.example", null, false)]
    [InlineData("", null, false)]
    [InlineData("10.0.0.5", null, false)]
    [InlineData("10.0.0.5:8080", "10.0.0.5", true)]
    [InlineData("10.0.0.5:8080", "::ffff:10.0.0.5", true)]
    [InlineData("10.0.0.6", "10.0.0.5", false)]
    [InlineData("[fd00::5]", "fd00::5", true)]
    public async Task Only_requests_for_known_host_names_are_answered(string name, string? localAddress, bool known)
    {
        await using var host = await AccessHost.StartAsync(static o => o with { Names = ["media.example"] });
        var answer = await host.SendAsync(context =>
        {
            context.Request.Host = new HostString(name);
            context.Connection.LocalIpAddress = localAddress is null ? null : IPAddress.Parse(localAddress);
        });
        answer.Response.StatusCode.ShouldBe(known ? 200 : 421);
    }

    [Fact]
    public async Task A_server_on_a_network_address_does_not_answer_to_loopback_names()
    {
        await using var host = await AccessHost.StartAsync(static o => o with { Host = "10.0.0.5" }, new ListenEndpoints([IPAddress.Parse("10.0.0.5")], 80));
        (await host.SendAsync(static _ => { })).Response.StatusCode.ShouldBe(421);
        (await host.SendAsync(static c => c.Request.Host = new HostString("10.0.0.5"))).Response.StatusCode.ShouldBe(200);
    }

    [Theory]
    [InlineData("POST", null, null, 200)]
    [InlineData("POST", "http://localhost", null, 200)]
    [InlineData("POST", "http://localhost", "same-origin", 200)]
    [InlineData("POST", "https://localhost", null, 200)]
    [InlineData("POST", null, "none", 200)]
    [InlineData("POST", "http://localhost:3000", null, 403)]
    [InlineData("POST", "http://localhost:3000", "same-site", 403)]
    [InlineData("POST", "http://evil.example", null, 403)]
    [InlineData("POST", "null", null, 403)]
    [InlineData("POST", "nonsense", null, 403)]
    [InlineData("POST", null, "cross-site", 403)]
    [InlineData("POST", null, "same-site", 403)]
    [InlineData("DELETE", "http://evil.example", null, 403)]
    [InlineData("GET", "http://evil.example", "cross-site", 200)]
    public async Task A_state_changing_request_from_another_site_is_refused(string method, string? origin, string? site, int status)
    {
        await using var host = await AccessHost.StartAsync();
        var answer = await host.SendAsync(context =>
        {
            context.Request.Method = method;
            context.Request.Headers.Origin = origin;
            context.Request.Headers["Sec-Fetch-Site"] = site;
        });
        answer.Response.StatusCode.ShouldBe(status);
    }

    [Fact]
    public async Task The_ports_of_origin_and_host_must_match()
    {
        await using var host = await AccessHost.StartAsync();
        (await PostAsync(host, "localhost:8080", "http://localhost:8080")).ShouldBe(200);
        (await PostAsync(host, "localhost:443", "https://localhost")).ShouldBe(200);
        (await PostAsync(host, "localhost:8080", "http://localhost")).ShouldBe(403);
        (await PostAsync(host, "localhost:8080", "http://localhost:8081")).ShouldBe(403);
    }

    [Fact]
    public async Task Each_refusal_has_its_error_code()
    {
        await using var host = await AccessHost.StartAsync();
        using var client = await host.ClientAsync();
        using var foreign = new HttpRequestMessage(HttpMethod.Post, "read") { Headers = { { "Origin", "http://evil.example" } } };
        using var crossing = await client.SendAsync(foreign);
        (await AccessHost.ReadCodeAsync(crossing)).ShouldBe("cross_origin");
        client.DefaultRequestHeaders.Host = "evil.example";
        using var misdirected = await client.GetAsync("read");
        (await AccessHost.ReadCodeAsync(misdirected)).ShouldBe("unknown_host");
    }

    [Fact]
    public async Task A_client_over_its_rate_limit_must_wait_and_other_clients_need_not()
    {
        await using var host = await AccessHost.StartAsync(static o => o with { RequestsPerSecond = 1 });
        using var busy = await host.ClientAsync(AccessScope.Read);
        using var other = await host.ClientAsync(AccessScope.Read);
        HttpResponseMessage last;
        var passed = 0;
        while ((last = await busy.GetAsync("read")).IsSuccessStatusCode)
        {
            passed++.ShouldBeLessThan(10_000);
            last.Dispose();
        }

        using (last)
        {
            passed.ShouldBeGreaterThanOrEqualTo(10);
            last.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
            last.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(1));
            (await AccessHost.ReadCodeAsync(last)).ShouldBe("rate_limited");
        }

        using var otherAnswer = await other.GetAsync("read");
        otherAnswer.StatusCode.ShouldBe(HttpStatusCode.OK);
        for (var i = 0; i < 30; i++)
        {
            using var health = await busy.GetAsync("healthz");
            health.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Theory]
    [InlineData("10.0.0.7", "address 10.0.0.7")]
    [InlineData("::ffff:10.0.0.7", "address 10.0.0.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "network 20010DB800010002")]
    [InlineData("2001:db8:1:2:ffff::1", "network 20010DB800010002")]
    [InlineData(null, "nobody")]
    public void Without_a_key_a_client_is_identified_by_its_address(string? address, string client)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = address is null ? null : IPAddress.Parse(address);
        RateLimits.GetClient(http).ShouldBe(client);
    }

    [Fact]
    public async Task The_log_contains_no_credentials_and_no_query_strings()
    {
        await using var host = await AccessHost.StartAsync();
        var (_, secret) = await host.ApiKeys.CreateAsync("me", AccessScope.Read, null, default);
        using var client = await host.ClientAsync();
        using var content = new StringContent($$"""{"key":"{{secret}}"}""", System.Text.Encoding.UTF8, "application/json");
        using var signedIn = await client.PostAsync("/v1/session?token=s3cret", content);
        var cookie = signedIn.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        client.DefaultRequestHeaders.Add("Cookie", cookie);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        foreach (var path in new[] { "read?token=s3cret", "fails?token=s3cret", "nowhere?token=s3cret", "admin?token=s3cret", "page?token=s3cret" })
        {
            using var response = await client.GetAsync(path);
        }

        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "rmk_wrong-s3cret");
        using var wrong = await client.GetAsync("read?token=s3cret");
        host.Log.Lines.ShouldContain(static line => line.Contains("/fails", StringComparison.Ordinal));
        var all = string.Join('\n', host.Log.Lines);
        all.ShouldNotContain("s3cret");
        all.ShouldNotContain(secret);
        all.ShouldNotContain(cookie.Split('=')[1]);
    }

    private static async Task<int> PostAsync(AccessHost host, string name, string origin) => (await host.SendAsync(context =>
    {
        context.Request.Method = HttpMethods.Post;
        context.Request.Host = new HostString(name);
        context.Request.Headers.Origin = origin;
    })).Response.StatusCode;
}
