using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Reelmill.Library.Access;
using Reelmill.Server.Tests.Access;
using Reelmill.Server.Webhooks;

namespace Reelmill.Server.Tests.Webhooks;

public sealed class WebhookEndpointTests : IAsyncLifetime
{
    private AccessHost _host = null!;
    private WebhookReceiver _receiver = null!;
    private HttpClient _admin = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await AccessHost.StartAsync(static o => o with { AllowedNetworks = [IPNetwork.Parse("127.0.0.1/32")] });
        _receiver = await WebhookReceiver.StartAsync();
        _admin = await _host.ClientAsync(AccessScope.Admin);
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await _receiver.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task A_webhook_is_created_lists_its_messages_replays_one_and_is_deleted()
    {
        using var made = await _admin.PostAsJsonAsync("/v1/webhooks", new { url = _receiver.Url, events = new[] { "job.failed", "job.failed" } });
        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        made.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var webhook = await made.Content.ReadFromJsonAsync<JsonElement>();
        var id = webhook.GetProperty("id").GetString()!;
        _receiver.Secret = webhook.GetProperty("secret").GetString()!;
        _receiver.Secret.ShouldStartWith("whsec_");
        webhook.GetProperty("events").EnumerateArray().Select(static e => e.GetString()).ShouldBe(["job.failed"]);

        var listed = (await _admin.GetFromJsonAsync<JsonElement>("/v1/webhooks")).EnumerateArray().Single();
        listed.GetProperty("url").GetString().ShouldBe(_receiver.Url.Split('?')[0] + "?...");
        listed.TryGetProperty("secret", out _).ShouldBeFalse();

        await _host.App.Services.GetRequiredService<WebhookSender>().EnqueueAsync("job.failed", "j1", """{"id":"j1"}""", default);
        var first = await UntilAsync(id, static d => d.GetProperty("state").GetString() == "delivered");
        first.GetProperty("event").GetString().ShouldBe("job.failed");
        first.GetProperty("jobId").GetString().ShouldBe("j1");
        first.GetProperty("attempts")[0].GetProperty("status").GetInt32().ShouldBe(200);
        first.GetProperty("nextMs").ValueKind.ShouldBe(JsonValueKind.Null);
        first.TryGetProperty("body", out _).ShouldBeFalse();

        using var replayed = await _admin.PostAsync($"/v1/webhooks/{id}/deliveries/{first.GetProperty("id").GetString()}/replay", content: null);
        replayed.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await UntilAsync(id, static d => d.GetProperty("attempts").GetArrayLength() == 2);

        using var removed = await _admin.DeleteAsync($"/v1/webhooks/{id}");
        removed.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var gone = await _admin.GetAsync($"/v1/webhooks/{id}/deliveries");
        (await AccessHost.ReadCodeAsync(gone)).ShouldBe("webhook_not_found");
    }

    [Theory]
    [InlineData("ftp://a.example/", "job.failed", "bad_input")]
    [InlineData("http://user:secret@a.example/", "job.failed", "bad_input")]
    [InlineData("", "job.failed", "bad_input")]
    [InlineData("http://10.0.0.1/", "job.failed", "blocked_address")]
    [InlineData("http://0x7f.2/", "job.failed", "blocked_address")]
    [InlineData("http://[::ffff:169.254.169.254]/", "job.failed", "blocked_address")]
    [InlineData("https://a.example/", "job.fialed", "bad_event")]
    [InlineData("https://a.example/", null, "bad_event")]
    public async Task An_invalid_webhook_is_refused(string url, string? name, string code)
    {
        using var response = await _admin.PostAsJsonAsync("/v1/webhooks", new { url, events = name is null ? [] : new[] { name } });
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await AccessHost.ReadCodeAsync(response)).ShouldBe(code);
    }

    [Fact]
    public async Task A_misspelled_event_gets_a_suggestion()
    {
        using var response = await _admin.PostAsJsonAsync("/v1/webhooks", new { url = "https://a.example/", events = new[] { "job.fialed" } });
        (await response.Content.ReadAsStringAsync()).ShouldContain("Did you mean 'job.failed'?");
    }

    [Theory]
    [InlineData("DELETE", "/v1/webhooks/wh_x", "webhook_not_found")]
    [InlineData("GET", "/v1/webhooks/wh_x/deliveries", "webhook_not_found")]
    [InlineData("POST", "/v1/webhooks/wh_x/deliveries/msg_x/replay", "delivery_not_found")]
    public async Task What_is_not_there_is_not_found(string method, string path, string code)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await _admin.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await AccessHost.ReadCodeAsync(response)).ShouldBe(code);
    }

    private async Task<JsonElement> UntilAsync(string id, Func<JsonElement, bool> holds)
    {
        while (true)
        {
            foreach (var delivery in (await _admin.GetFromJsonAsync<JsonElement>($"/v1/webhooks/{id}/deliveries")).EnumerateArray().Where(holds))
            {
                return delivery;
            }
        }
    }
}
