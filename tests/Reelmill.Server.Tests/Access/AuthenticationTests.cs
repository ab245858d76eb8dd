using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Reelmill.Library.Access;

namespace Reelmill.Server.Tests.Access;

public sealed class AuthenticationTests : IAsyncLifetime
{
    private AccessHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await AccessHost.StartAsync();

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData(AccessScope.Read, "read")]
    [InlineData(AccessScope.Submit, "read submit")]
    [InlineData(AccessScope.Admin, "read submit admin")]
    public async Task A_scope_allows_its_own_routes_and_those_of_narrower_scopes(AccessScope scope, string open)
    {
        using var client = await _host.ClientAsync(scope);
        foreach (var route in new[] { "read", "submit", "admin" })
        {
            using var response = await client.GetAsync(route);
            response.StatusCode.ShouldBe(open.Split(' ').Contains(route, StringComparer.Ordinal) ? HttpStatusCode.OK : HttpStatusCode.Forbidden, route);
            if (!response.IsSuccessStatusCode)
            {
                (await AccessHost.ReadCodeAsync(response)).ShouldBe("forbidden");
            }
        }
    }

    [Fact]
    public async Task Every_route_except_the_public_ones_requires_a_key()
    {
        using var client = await _host.ClientAsync();
        var open = await RouteAccess.RequireCredentialsAsync(_host.App.Services.GetRequiredService<EndpointDataSource>(), client);
        open.ShouldBe(["DELETE /v1/session", "GET /healthz", "POST /v1/session"]);
    }

    [Fact]
    public void Every_route_that_is_not_public_has_a_policy()
    {
        var routes = _host.App.Services.GetRequiredService<EndpointDataSource>();
        var forgotten = routes.Endpoints.Single(static e => e is RouteEndpoint { RoutePattern.RawText: "/forgotten" });
        Should.Throw<ShouldAssertException>(() => RouteAccess.RequirePolicies(routes));
        RouteAccess.RequirePolicies(new DefaultEndpointDataSource(routes.Endpoints.Where(e => e != forgotten)));
    }

    [Fact]
    public async Task A_route_without_a_policy_is_forbidden_and_an_unknown_route_is_not_found()
    {
        using var admin = await _host.ClientAsync(AccessScope.Admin);
        using var anonymous = await _host.ClientAsync();
        (await StatusAsync(admin, "forgotten")).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(anonymous, "forgotten")).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(admin, "nowhere")).ShouldBe(HttpStatusCode.NotFound);
        (await StatusAsync(anonymous, "nowhere")).ShouldBe(HttpStatusCode.Unauthorized);
        using var wrong = await admin.PutAsync("read", content: null);
        wrong.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        (await StatusAsync(anonymous, "page")).ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("Bearer rmk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Basic dXNlcjpwYXNz")]
    [InlineData("nonsense, more")]
    [InlineData("")]
    [InlineData("Bearer " + AccessHost.Token)]
    public async Task An_invalid_key_is_refused_with_advice(string header)
    {
        await _host.ApiKeys.CreateAsync("somebody", AccessScope.Admin, null, default);
        using var client = await _host.ClientAsync();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", header);
        using var response = await client.GetAsync("read");
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        response.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
        (await AccessHost.ReadCodeAsync(response)).ShouldBe("unauthorized");
    }

    [Fact]
    public async Task A_key_stops_working_when_it_expires_or_is_revoked()
    {
        var (brief, secret) = await _host.ApiKeys.CreateAsync("brief", AccessScope.Read, TimeSpan.FromDays(30), default);
        var (other, otherSecret) = await _host.ApiKeys.CreateAsync("other", AccessScope.Read, null, default);
        using var client = await _host.ClientAsync();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("bearer", secret);
        (await client.GetStringAsync("read")).ShouldBe(brief.Id);
        _host.Time.Advance(TimeSpan.FromDays(30));
        (await StatusAsync(client, "read")).ShouldBe(HttpStatusCode.Unauthorized);

        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", otherSecret);
        (await StatusAsync(client, "read")).ShouldBe(HttpStatusCode.OK);
        await _host.ApiKeys.RevokeAsync(other.Id, default);
        (await StatusAsync(client, "read")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_last_use_of_a_key_is_saved_once_a_minute_and_at_shutdown()
    {
        using var client = await _host.ClientAsync(AccessScope.Read);
        var before = _host.Time.GetUtcNow().ToUnixTimeMilliseconds();
        await client.GetAsync("read");
        (await UsedAsync()).ShouldBeNull();
        _host.ApiKeys.Keys.Single(IsRead).UsedMs.ShouldBe(before);

        while (await UsedAsync() is null)
        {
            _host.Time.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }

        (await UsedAsync()).ShouldBe(before);
        await client.GetAsync("read");
        await _host.App.StopAsync();
        (await UsedAsync()).ShouldBe(_host.Time.GetUtcNow().ToUnixTimeMilliseconds());
    }

    private static bool IsRead(ApiKey key) => key.Scope == AccessScope.Read;

    private async Task<long?> UsedAsync() => (await _host.Keys.ListAsync(default)).Single(IsRead).UsedMs;

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string route)
    {
        using var response = await client.GetAsync(route);
        return response.StatusCode;
    }
}
