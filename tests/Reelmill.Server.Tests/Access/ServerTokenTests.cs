using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Reelmill.Library.Access;
using Reelmill.Pipelines.Settings;
using Reelmill.Server.Access;
using Reelmill.Server.Hosting;
using Reelmill.Server.Http;
using Reelmill.Testing;

namespace Reelmill.Server.Tests.Access;

public sealed class ServerTokenTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private AccessHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await AccessHost.StartAsync(isNew: true);

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        Dispose();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_token_grants_admin_access_until_the_first_key_exists()
    {
        using var anonymous = await _host.ClientAsync();
        using var refused = await anonymous.GetAsync("read");
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("server.token");

        using var client = await ClientAsync();
        (await client.GetStringAsync("admin")).ShouldBe("");
        var (key, _) = await _host.ApiKeys.CreateAsync("first", AccessScope.Admin, null, default);
        (await StatusAsync(client)).ShouldBe(HttpStatusCode.Unauthorized);
        await _host.ApiKeys.RevokeAsync(key.Id, default);
        (await StatusAsync(client)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("127.0.0.1", null)]
    [InlineData("::1", null)]
    [InlineData("127.0.0.1", "X-Forwarded-For")]
    [InlineData("127.0.0.1", "X-Request-Id")]
    [InlineData("10.0.0.7", null)]
    public async Task A_loopback_address_or_a_missing_header_does_not_authenticate(string from, string? header)
    {
        var answer = await _host.SendAsync(context =>
        {
            context.Connection.RemoteIpAddress = IPAddress.Parse(from);
            if (header is not null)
            {
                context.Request.Headers[header] = "203.0.113.9";
            }
        });
        answer.Response.StatusCode.ShouldBe(401);
    }

    [Theory]
    [InlineData("")]
    [InlineData("the-token-of-a-tes")]
    [InlineData("the-token-of-a-test2")]
    [InlineData("THE-TOKEN-OF-A-TEST")]
    public async Task Only_the_exact_token_grants_access(string near)
    {
        using var client = await _host.ClientAsync();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {near}");
        (await StatusAsync(client)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_server_on_a_network_address_accepts_no_token()
    {
        await using var host = await AccessHost.StartAsync(static o => o with { Names = ["localhost"] }, new ListenEndpoints([IPAddress.Loopback, IPAddress.Any], 8080), isNew: true);
        using var client = await host.ClientAsync();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AccessHost.Token);
        (await StatusAsync(client)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_printed_URL_starts_a_session_and_redirects_to_an_address_without_the_token()
    {
        using var client = await _host.ClientAsync();
        using var followed = await client.GetAsync($"/?token={AccessHost.Token}");
        followed.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        followed.Headers.Location!.OriginalString.ShouldBe("/");
        followed.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var cookie = followed.Headers.GetValues("Set-Cookie").Single();
        cookie.ShouldNotContain(AccessHost.Token);
        cookie.ShouldContain("samesite=strict; httponly");
        client.DefaultRequestHeaders.Add("Cookie", cookie.Split(';')[0]);
        (await client.GetStringAsync("admin")).ShouldBe("");

        await _host.ApiKeys.CreateAsync("first", AccessScope.Admin, null, default);
        (await StatusAsync(client)).ShouldBe(HttpStatusCode.Unauthorized, "a session of the token ends with the token");
    }

    [Theory]
    [InlineData("/?token=wrong", HttpStatusCode.SeeOther)]
    [InlineData("/?token=", HttpStatusCode.SeeOther)]
    [InlineData("/read?token=" + AccessHost.Token, HttpStatusCode.Unauthorized)]
    public async Task A_URL_with_a_wrong_token_or_another_path_starts_no_session(string url, HttpStatusCode status)
    {
        using var client = await _host.ClientAsync();
        using var answer = await client.GetAsync(url);
        answer.StatusCode.ShouldBe(status);
        answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
    }

    [Fact]
    public async Task The_sign_in_form_accepts_the_token()
    {
        using var client = await _host.ClientAsync();
        using var wrong = await client.PostAsJsonAsync("/v1/session", new { key = "wrong" });
        (await AccessHost.ReadCodeAsync(wrong)).ShouldBe("unauthorized");
        using var right = await client.PostAsJsonAsync("/v1/session", new { key = AccessHost.Token });
        (await right.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("scopes").GetArrayLength().ShouldBe(3);
        client.DefaultRequestHeaders.Add("Cookie", right.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        (await client.GetStringAsync("admin")).ShouldBe("");
    }

    [Fact]
    public async Task The_first_key_must_have_the_admin_scope()
    {
        using var client = await ClientAsync();
        foreach (var scopes in new string[][] { ["read"], ["read", "submit"] })
        {
            using var refused = await client.PostAsJsonAsync("/v1/keys", new { name = "first", scopes });
            (await AccessHost.ReadCodeAsync(refused)).ShouldBe("bad_key");
            (await refused.Content.ReadAsStringAsync()).ShouldContain("--scope admin");
        }

        (await client.GetStringAsync("admin")).ShouldBe("", "the token must still grant access");
        using var made = await client.PostAsJsonAsync("/v1/keys", new { name = "first", scopes = new[] { "admin" } });
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("key").GetString());
        using var second = await client.PostAsJsonAsync("/v1/keys", new { name = "second", scopes = new[] { "read" } });
        second.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task The_token_is_never_logged()
    {
        using var client = await ClientAsync();
        using var followed = await client.GetAsync($"/?token={AccessHost.Token}");
        using var failed = await client.GetAsync("fails");
        string.Join("\n", _host.Log.Lines).ShouldNotContain(AccessHost.Token);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("with a space in it")]
    [InlineData("line\nbreak-in-it")]
    [InlineData("umläut-in-the-token")]
    public void A_token_that_is_short_or_cannot_be_sent_in_a_header_is_refused(string token) =>
        Should.Throw<UsageException>(() => ServerToken.Create(token, null!, null!)).Message.ShouldContain("REELMILL_TOKEN");

    [Fact]
    public async Task A_server_generates_a_256_bit_token_and_stores_it_for_its_owner_while_it_runs()
    {
        var file = _folder["library/server.token"];
        int port;
        await using (var server = await ServerHost.StartAsync(new ServerOptions { Library = _folder["library"], Port = 0 }, default))
        {
            server.Token!.Length.ShouldBe(43);
            (await File.ReadAllTextAsync(file)).ShouldBe(server.Token);
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            port = new Uri(server.Addresses.First()).Port;
            TokenFile.Find(port).ShouldBe(server.Token);
        }

        File.Exists(file).ShouldBeFalse();
        TokenFile.Find(port).ShouldBeNull();
    }

    [Fact]
    public async Task The_first_key_disables_the_token_and_deletes_its_file()
    {
        await using var server = await ServerHost.StartAsync(new ServerOptions { Library = _folder["other"], Port = 0, Token = AccessHost.Token }, default);
        using var client = new HttpClient { BaseAddress = new Uri(server.Addresses.First()) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AccessHost.Token);
        using var made = await client.PostAsJsonAsync("/v1/keys", new { name = "first", scopes = new[] { "admin" } });
        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        server.Token.ShouldBeNull();
        File.Exists(_folder["other/server.token"]).ShouldBeFalse();
    }

    private async Task<HttpClient> ClientAsync()
    {
        var client = await _host.ClientAsync();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AccessHost.Token);
        return client;
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client)
    {
        using var response = await client.GetAsync("read");
        return response.StatusCode;
    }
}
