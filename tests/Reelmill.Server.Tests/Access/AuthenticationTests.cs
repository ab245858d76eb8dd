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
    public async Task A_scope_opens_its_own_routes_and_those_before_it(AccessScope scope, string open)
    {
        using var client = await _host.ClientAsync(scope);
        foreach (var route in new[] { "read", "submit", "admin" })
        {
            using var response = await client.GetAsync(route);
            response.StatusCode.ShouldBe(open.Split(' ').Contains(route, StringComparer.Ordinal) ? HttpStatusCode.OK : HttpStatusCode.Forbidden, route);
            if (!response.IsSuccessStatusCode)
            {
                (await AccessHost.CodeOfAsync(response)).ShouldBe("forbidden");
            }
        }
    }

    [Fact]
    public async Task Every_route_asks_strangers_for_a_key_except_the_public_ones()
    {
        using var client = await _host.ClientAsync();
        var open = await RouteAccess.RefuseStrangersAsync(_host.App.Services.GetRequiredService<EndpointDataSource>(), client);
        open.ShouldBe(["DELETE /v1/session", "GET /healthz", "POST /v1/session"]);
    }

    [Fact]
    public void Every_route_that_is_not_public_names_its_policy()
    {
        var routes = _host.App.Services.GetRequiredService<EndpointDataSource>();
        var forgotten = routes.Endpoints.Single(static e => e is RouteEndpoint { RoutePattern.RawText: "/forgotten" });
        Should.Throw<ShouldAssertException>(() => RouteAccess.NameTheirPolicy(routes));
        RouteAccess.NameTheirPolicy(new DefaultEndpointDataSource(routes.Endpoints.Where(e => e != forgotten)));
    }

    [Fact]
    public async Task A_route_that_names_no_policy_is_denied_to_all_and_one_that_is_not_there_is_not_found()
    {
        using var admin = await _host.ClientAsync(AccessScope.Admin);
        using var stranger = await _host.ClientAsync();
        (await StatusAsync(admin, "forgotten")).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(stranger, "forgotten")).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(admin, "nowhere")).ShouldBe(HttpStatusCode.NotFound);
        (await StatusAsync(stranger, "nowhere")).ShouldBe(HttpStatusCode.Unauthorized);
        using var wrong = await admin.PutAsync("read", content: null);
        wrong.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        (await StatusAsync(stranger, "page")).ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("Bearer rmk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Basic dXNlcjpwYXNz")]
    [InlineData("nonsense, more")]
    [InlineData("")]
    [InlineData("Bearer " + AccessHost.Token)]
    public async Task What_is_no_key_opens_nothing_and_is_answered_with_what_to_do(string header)
    {
        await _host.Ring.CreateAsync("somebody", AccessScope.Admin, null, default);
        using var client = await _host.ClientAsync();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", header);
        using var response = await client.GetAsync("read");
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        response.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
        (await AccessHost.CodeOfAsync(response)).ShouldBe("unauthorized");
    }

    [Fact]
    public async Task A_key_ends_with_its_time_and_at_once_when_it_is_revoked()
    {
        var (brief, secret) = await _host.Ring.CreateAsync("brief", AccessScope.Read, TimeSpan.FromDays(30), default);
        var (other, otherSecret) = await _host.Ring.CreateAsync("other", AccessScope.Read, null, default);
        using var client = await _host.ClientAsync();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("bearer", secret);
        (await client.GetStringAsync("read")).ShouldBe(brief.Id);
        _host.Time.Advance(TimeSpan.FromDays(30));
        (await StatusAsync(client, "read")).ShouldBe(HttpStatusCode.Unauthorized);

        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", otherSecret);
        (await StatusAsync(client, "read")).ShouldBe(HttpStatusCode.OK);
        await _host.Ring.RevokeAsync(other.Id, default);
        (await StatusAsync(client, "read")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_last_use_is_written_down_once_a_minute_and_at_the_end()
    {
        using var client = await _host.ClientAsync(AccessScope.Read);
        var before = _host.Time.GetUtcNow().ToUnixTimeMilliseconds();
        await client.GetAsync("read");
        (await UsedAsync()).ShouldBeNull();
        _host.Ring.Keys.Single(IsRead).UsedMs.ShouldBe(before);

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
