using System.Net;
using System.Net.Http.Json;
using Reelmill.Library.Access;
using Reelmill.Server.Access;

namespace Reelmill.Server.Tests.Access;

public sealed class SessionTests : IAsyncLifetime
{
    private AccessHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await AccessHost.StartAsync();

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_session_cookie_authenticates_until_its_owner_signs_out()
    {
        var (key, secret) = await _host.ApiKeys.CreateAsync("me", AccessScope.Submit, null, default);
        using var client = await _host.ClientAsync();
        var cookie = await SignInAsync(client, secret);
        cookie.ShouldNotContain(secret);
        cookie.ShouldNotContain(key.Hash);
        cookie.ShouldContain("; path=/; samesite=strict; httponly");
        cookie.ShouldNotContain("secure");

        client.DefaultRequestHeaders.Add("Cookie", cookie.Split(';')[0]);
        (await client.GetStringAsync("submit")).ShouldBe(key.Id);
        (await StatusAsync(client)).ShouldBe(HttpStatusCode.OK);
        using var admin = await client.GetAsync("admin");
        admin.StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        using var signedOut = await client.DeleteAsync("/v1/session");
        signedOut.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        signedOut.Headers.GetValues("Set-Cookie").Single().ShouldContain("expires=Thu, 01 Jan 1970");
        (await StatusAsync(client)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Over_https_the_session_cookie_is_secure()
    {
        var (_, secret) = await _host.ApiKeys.CreateAsync("me", AccessScope.Read, null, default);
        using var client = await _host.ClientAsync();
        client.BaseAddress = new Uri("https://localhost/");
        (await SignInAsync(client, secret)).ShouldContain("; secure; ");
    }

    [Fact]
    public async Task A_session_ends_after_a_week_or_when_its_key_expires_or_is_revoked()
    {
        var (brief, briefSecret) = await _host.ApiKeys.CreateAsync("brief", AccessScope.Read, TimeSpan.FromDays(1), default);
        var (lasting, lastingSecret) = await _host.ApiKeys.CreateAsync("lasting", AccessScope.Read, null, default);
        var sessions = new Sessions(_host.Time);
        sessions.Begin(brief).Ends.ToUnixTimeMilliseconds().ShouldBe(brief.ExpiresMs!.Value);
        var (token, _) = sessions.Begin(lasting);
        _host.Time.Advance(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        sessions.FindKeyId(token).ShouldBe(lasting.Id);
        _host.Time.Advance(TimeSpan.FromSeconds(1));
        sessions.FindKeyId(token).ShouldBeNull();

        using var client = await _host.ClientAsync();
        using var expired = await client.PostAsJsonAsync("/v1/session", new { key = briefSecret });
        expired.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        client.DefaultRequestHeaders.Add("Cookie", (await SignInAsync(client, lastingSecret)).Split(';')[0]);
        (await StatusAsync(client)).ShouldBe(HttpStatusCode.OK);
        await _host.ApiKeys.RevokeAsync(lasting.Id, default);
        (await StatusAsync(client)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("""{"key":"rmk_wrong"}""")]
    [InlineData("""{"key":null}""")]
    [InlineData("{}")]
    public async Task A_wrong_key_is_refused(string body)
    {
        using var client = await _host.ClientAsync();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await client.PostAsync("/v1/session", content);
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        response.Headers.Contains("Set-Cookie").ShouldBeFalse();
        (await AccessHost.ReadCodeAsync(response)).ShouldBe("unauthorized");
    }

    [Fact]
    public void Over_ten_thousand_sessions_the_oldest_are_evicted()
    {
        var sessions = new Sessions(_host.Time);
        var key = new ApiKey("k", "k", "", AccessScope.Read, 0, null, null, null);
        var oldest = sessions.Begin(key).Token;
        _host.Time.Advance(TimeSpan.FromSeconds(1));
        var tokens = Enumerable.Range(0, 10_000).Select(_ => sessions.Begin(key).Token).ToList();
        sessions.FindKeyId(oldest).ShouldBeNull();
        sessions.FindKeyId(tokens[^1]).ShouldBe("k");
    }

    private static async Task<string> SignInAsync(HttpClient client, string secret)
    {
        using var response = await client.PostAsJsonAsync("/v1/session", new { key = secret });
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return response.Headers.GetValues("Set-Cookie").Single();
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client)
    {
        using var response = await client.GetAsync("read");
        return response.StatusCode;
    }
}
