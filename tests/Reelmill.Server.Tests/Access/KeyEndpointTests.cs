using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Reelmill.Library.Access;

namespace Reelmill.Server.Tests.Access;

public sealed class KeyEndpointTests : IAsyncLifetime
{
    private AccessHost _host = null!;
    private HttpClient _admin = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await AccessHost.StartAsync();
        _admin = await _host.ClientAsync(AccessScope.Admin);
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task A_key_is_created_with_its_secret_shown_once_used_listed_and_revoked()
    {
        using var made = await _admin.PostAsJsonAsync("/v1/keys", new { name = "ci", scopes = new[] { "read", "submit" }, expiresInSeconds = 3600 });
        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        made.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var key = await made.Content.ReadFromJsonAsync<JsonElement>();
        var id = key.GetProperty("id").GetString()!;
        made.Headers.Location!.OriginalString.ShouldBe($"/v1/keys/{id}");
        key.GetProperty("scopes").EnumerateArray().Select(static s => s.GetString()).ShouldBe(["read", "submit"]);
        key.GetProperty("expiresMs").GetInt64().ShouldBe(key.GetProperty("createdMs").GetInt64() + 3_600_000);

        using var client = await _host.ClientAsync();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.GetProperty("key").GetString());
        (await client.GetStringAsync("submit")).ShouldBe(id);
        var listed = await FindAsync(id);
        listed.TryGetProperty("key", out _).ShouldBeFalse();
        listed.TryGetProperty("hash", out _).ShouldBeFalse();
        listed.GetProperty("lastUsedMs").GetInt64().ShouldBe(_host.Time.GetUtcNow().ToUnixTimeMilliseconds());
        listed.GetProperty("revoked").GetBoolean().ShouldBeFalse();

        using var revoked = await _admin.DeleteAsync($"/v1/keys/{id}");
        revoked.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await FindAsync(id)).GetProperty("revoked").GetBoolean().ShouldBeTrue();
        using var refused = await client.GetAsync("read");
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("""{"name":"","scopes":["read"]}""", "bad_key")]
    [InlineData("""{"scopes":["read"]}""", "bad_key")]
    [InlineData("""{"name":"x"}""", "bad_key")]
    [InlineData("""{"name":"x","scopes":[]}""", "bad_key")]
    [InlineData("""{"name":"x","scopes":["read"],"expiresInSeconds":0}""", "bad_key")]
    [InlineData("""{"name":"x","scopes":["read"],"expiresInSeconds":-5}""", "bad_key")]
    [InlineData("""{"name":"x","scopes":["read"],"expiresInSeconds":1e300}""", "bad_key")]
    [InlineData("""{"name":"x","scopes":["root"]}""", "bad_json")]
    [InlineData("""{"name":"x","scopes":[7]}""", "bad_json")]
    [InlineData("""{"name":"x","scopes":["read"],"hash":"x"}""", "bad_json")]
    public async Task An_invalid_key_request_is_refused(string body, string code)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await _admin.PostAsync("/v1/keys", content);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await AccessHost.ReadCodeAsync(response)).ShouldBe(code);
        _host.ApiKeys.Keys.Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_unknown_key_cannot_be_revoked()
    {
        using var response = await _admin.DeleteAsync("/v1/keys/0123456789ab");
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await AccessHost.ReadCodeAsync(response)).ShouldBe("key_not_found");
    }

    private async Task<JsonElement> FindAsync(string id) =>
        (await _admin.GetFromJsonAsync<JsonElement>("/v1/keys")).EnumerateArray().Single(k => k.GetProperty("id").GetString() == id);
}
