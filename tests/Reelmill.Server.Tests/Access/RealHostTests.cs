using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Reelmill.Library.Access;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Pipelines.Settings;
using Reelmill.Server.Hosting;
using Reelmill.Server.Http;
using Reelmill.Server.Tests.Webhooks;
using Reelmill.Testing;

namespace Reelmill.Server.Tests.Access;

/// <summary>A fully started server whose library has a key.</summary>
public sealed class RealHostTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private string _secret = null!;
    private ServerHost _server = null!;

    private Uri Address => new(_server.Addresses.First());

    public async ValueTask InitializeAsync()
    {
        _secret = await KeyAsync(_folder["library"], AccessScope.Admin);
        _server = await ServerHost.StartAsync(Options("library") with { AllowedNetworks = [IPNetwork.Parse("127.0.0.1/32")] }, default);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Dispose();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_route_of_a_started_server_except_the_public_ones_requires_a_key()
    {
        using var anonymous = new HttpClient { BaseAddress = Address };
        RouteAccess.RequirePolicies(_server.Routes);
        (await RouteAccess.RequireCredentialsAsync(_server.Routes, anonymous)).ShouldBe(
        [
            "DELETE /v1/session", "GET /healthz", "GET /openapi/{documentName}.json", "GET /readyz", "GET /v1/server", "POST /v1/session",
        ]);
    }

    [Fact]
    public async Task The_server_tells_callers_their_scopes()
    {
        using var client = new HttpClient { BaseAddress = Address };
        (await ScopesAsync(client)).ShouldBe((false, ""));
        using var signedIn = await client.PostAsJsonAsync("/v1/session", new { key = _secret });
        signedIn.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ScopesAsync(client)).ShouldBe((false, "read submit admin"));
        using var signedOut = await client.DeleteAsync("/v1/session");
        (await ScopesAsync(client)).ShouldBe((false, ""));
    }

    [Fact]
    public async Task Without_a_key_the_token_grants_access_on_loopback_and_other_addresses_are_refused()
    {
        await using (var open = await ServerHost.StartAsync(Options("other"), default))
        {
            using var client = new HttpClient { BaseAddress = new Uri(open.Addresses.First()) };
            (await ScopesAsync(client)).ShouldBe((true, ""));
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", open.Token);
            (await ScopesAsync(client)).ShouldBe((true, "read submit admin"));
        }

        (await Should.ThrowAsync<UsageException>(ServerHost.StartAsync(Options("other") with { Host = "0.0.0.0" }, default))).Message.ShouldContain("reelmill keys create");
        await KeyAsync(_folder["other"], AccessScope.Admin);
        await using var closed = await ServerHost.StartAsync(Options("other") with { Host = "0.0.0.0" }, default);
        using var anonymous = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{new Uri(closed.Addresses.First()).Port}") };
        (await ScopesAsync(anonymous)).ShouldBe((false, ""));
    }

    [Fact]
    public async Task A_webhook_is_notified_when_a_job_ends()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        using var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _secret);
        using var made = await client.PostAsJsonAsync("/v1/webhooks", new { url = receiver.Url, events = new[] { "job.succeeded", "job.failed" } });
        receiver.Secret = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("secret").GetString()!;

        using var submitted = await client.PostAsJsonAsync("/v1/jobs", new { pipeline = "decide" });
        submitted.StatusCode.ShouldBe(HttpStatusCode.Accepted, await submitted.Content.ReadAsStringAsync());
        var job = (await submitted.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
        while (receiver.Messages.IsEmpty)
        {
            await Task.Yield();
        }

        receiver.Forged.ShouldBeEmpty();
        var message = JsonDocument.Parse(receiver.Messages.Single().Body).RootElement;
        message.GetProperty("data").GetProperty("id").GetString().ShouldBe(job);
        message.GetProperty("type").GetString().ShouldBe($"job.{message.GetProperty("data").GetProperty("state").GetString()}");
    }

    private ServerOptions Options(string library) => new() { Library = _folder[library], Port = 0 };

    private static async Task<string> KeyAsync(string library, AccessScope scope)
    {
        await using var catalog = SqliteCatalog.Open(library);
        return (await new KeyStore(catalog).CreateAsync("me", scope, null, default)).Secret;
    }

    private static async Task<(bool Token, string Scopes)> ScopesAsync(HttpClient client)
    {
        var server = await client.GetFromJsonAsync<JsonElement>("/v1/server");
        return (server.GetProperty("token").GetBoolean(), string.Join(' ', server.GetProperty("scopes").EnumerateArray().Select(static s => s.GetString())));
    }
}
