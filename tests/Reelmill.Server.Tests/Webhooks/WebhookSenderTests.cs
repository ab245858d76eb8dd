using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Library.Webhooks;
using Reelmill.Media.Fetching;
using Reelmill.Server.Http;
using Reelmill.Server.Tests.Access;
using Reelmill.Server.Webhooks;
using Reelmill.Testing;

namespace Reelmill.Server.Tests.Webhooks;

public sealed class WebhookSenderTests : IAsyncLifetime, IDisposable
{
    private static readonly AddressPolicy Local = AddressPolicy.PublicOr([new IPNetwork(IPAddress.Loopback, 32)]);
    private readonly TempFolder _folder = new();
    private readonly ManualTimeProvider _time = new();
    private readonly CapturedLog _log = new();
    private readonly ILoggerFactory _loggers;
    private WebhookReceiver _receiver = null!;
    private SqliteCatalog _catalog = null!;
    private WebhookStore _store = null!;
    private WebhookClient _client = null!;
    private WebhookSender _sender = null!;

    public WebhookSenderTests() => _loggers = LoggerFactory.Create(builder => builder.AddProvider(_log));

    public async ValueTask InitializeAsync()
    {
        _receiver = await WebhookReceiver.StartAsync();
        await StartAsync(Local);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _receiver.DisposeAsync();
        Dispose();
    }

    public void Dispose()
    {
        _sender.Dispose();
        _client.Dispose();
        _loggers.Dispose();
        _log.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_message_is_signed_and_describes_the_event()
    {
        var webhook = await CreateWebhookAsync();
        await _sender.EnqueueAsync(WebhookEvents.Succeeded, "j1", """{"id":"j1","state":"succeeded","label":"ü"}""", default);
        var delivery = await UntilAsync(webhook, static d => d.State == DeliveryState.Delivered);

        var message = _receiver.Messages.ShouldHaveSingleItem();
        _receiver.Forged.ShouldBeEmpty();
        message.Id.ShouldBe(delivery.Id);
        message.At.ShouldBe(_time.GetUtcNow());
        message.ContentType.ShouldBe("application/json");
        var body = JsonDocument.Parse(message.Body).RootElement;
        body.GetProperty("type").GetString().ShouldBe("job.succeeded");
        body.GetProperty("timestamp").GetDateTimeOffset().ShouldBe(_time.GetUtcNow());
        body.GetProperty("data").GetProperty("label").GetString().ShouldBe("ü");
        delivery.Attempts.ShouldBe([new DeliveryAttempt(_time.GetUtcNow().ToUnixTimeMilliseconds(), 200, null)]);
    }

    [Fact]
    public async Task An_event_without_subscribers_sends_no_message()
    {
        var webhook = await CreateWebhookAsync();
        await _sender.EnqueueAsync(WebhookEvents.Cancelled, "j0", "{}", default);
        await _sender.EnqueueAsync(WebhookEvents.Failed, "j1", "{}", default);
        await UntilAsync(webhook, static d => d.State == DeliveryState.Delivered);
        _receiver.Messages.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_failed_message_is_retried_with_the_same_id_on_the_recommended_schedule_and_then_abandoned()
    {
        _receiver.Answer = WebhookReceiver.Status(500, 302, 404, 503, 429, 500, 500, 200);
        var webhook = await CreateWebhookAsync();
        await _sender.EnqueueAsync(WebhookEvents.Failed, "j1", "{}", default);
        for (var i = 0; i < WebhookRetry.Delays.Count; i++)
        {
            var waiting = await UntilAsync(webhook, d => d.Attempts.Count == i + 1);
            waiting.State.ShouldBe(DeliveryState.Pending);
            var wait = TimeSpan.FromMilliseconds(waiting.NextMs!.Value - waiting.Attempts[^1].AtMs);
            wait.ShouldBeInRange(WebhookRetry.Delays[i], WebhookRetry.Delays[i] * 1.1);
            await AdvanceAsync(wait);
        }

        var given = await UntilAsync(webhook, static d => d.State == DeliveryState.Failed);
        given.Attempts.Select(static a => a.Status).ShouldBe([500, 302, 404, 503, 429, 500, 500]);
        given.Attempts.ShouldAllBe(static a => a.Error!.StartsWith("http_", StringComparison.Ordinal));
        given.NextMs.ShouldBeNull();
        _receiver.Messages.Select(static m => m.Id).Distinct(StringComparer.Ordinal).ShouldBe([given.Id]);
        _receiver.Messages.Select(static m => m.At).Distinct().Count().ShouldBe(7);
        _receiver.Forged.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_receiver_that_answers_410_gets_no_retry()
    {
        _receiver.Answer = WebhookReceiver.Status(410);
        var webhook = await CreateWebhookAsync();
        await _sender.EnqueueAsync(WebhookEvents.Failed, "j1", "{}", default);
        (await UntilAsync(webhook, static d => d.State == DeliveryState.Failed)).Attempts.ShouldHaveSingleItem().Status.ShouldBe(410);
    }

    [Fact]
    public async Task A_hanging_receiver_times_out_after_fifteen_seconds_and_does_not_delay_others()
    {
        await using var other = await WebhookReceiver.StartAsync();
        _receiver.Answer = (context, _) => _receiver.HangAsync(context);
        var slow = await CreateWebhookAsync();
        var quick = await CreateWebhookAsync(other);
        for (var i = 0; i < 10; i++)
        {
            await _store.EnqueueAsync(WebhookEvents.Failed, $"j{i}", "{}", default);
        }

        _sender.Wake();
        await UntilAsync(quick, static d => d.State == DeliveryState.Delivered, atLeast: 4);
        while (_receiver.Messages.IsEmpty)
        {
            await Task.Yield();
        }

        await AdvanceAsync(WebhookClient.AttemptTimeout);
        var left = await UntilAsync(slow, static d => d.Attempts.Count > 0);
        left.Attempts[0].Status.ShouldBeNull();
        left.Attempts[0].Error.ShouldNotBeNull().ShouldStartWith("timeout");
    }

    [Theory]
    [InlineData("http://127.0.0.2:1/")]
    [InlineData("http://169.254.169.254/latest/")]
    [InlineData("http://[::1]:1/")]
    public async Task A_blocked_address_is_not_connected_to(string url)
    {
        var webhook = await _store.CreateAsync(url, [WebhookEvents.Failed], default);
        await _sender.EnqueueAsync(WebhookEvents.Failed, "j1", "{}", default);
        (await UntilAsync(webhook, static d => d.Attempts.Count == 1)).Attempts[0].Error.ShouldNotBeNull().ShouldStartWith("blocked_address");
    }

    [Fact]
    public async Task A_host_name_that_resolves_to_a_blocked_address_is_not_connected_to()
    {
        await StopAsync();
        await StartAsync(AddressPolicy.PublicOnly);
        var webhook = await _store.CreateAsync(_receiver.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal), [WebhookEvents.Failed], default);
        await _sender.EnqueueAsync(WebhookEvents.Failed, "j1", "{}", default);
        (await UntilAsync(webhook, static d => d.Attempts.Count == 1)).Attempts[0].Error.ShouldNotBeNull().ShouldStartWith("blocked_address");
        _receiver.Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task Messages_of_a_killed_process_are_sent_by_the_next_one()
    {
        var webhook = await CreateWebhookAsync();
        await StopAsync(sendingOnly: true);
        await _sender.EnqueueAsync(WebhookEvents.Failed, "j1", "{}", default);
        (await _store.DeliveriesAsync(webhook.Id, 10, default)).Single().Attempts.ShouldBeEmpty();
        await StopAsync();

        await StartAsync(Local);
        await UntilAsync(webhook, static d => d.State == DeliveryState.Delivered);
        _receiver.Messages.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_message_in_flight_at_shutdown_is_sent_again()
    {
        _receiver.Answer = (context, n) => n == 1 ? _receiver.HangAsync(context) : Task.CompletedTask;
        var webhook = await CreateWebhookAsync();
        await _sender.EnqueueAsync(WebhookEvents.Failed, "j1", "{}", default);
        while (_receiver.Messages.IsEmpty)
        {
            await Task.Yield();
        }

        await StopAsync();
        await StartAsync(Local);
        await UntilAsync(webhook, static d => d.State == DeliveryState.Delivered);
        _receiver.Messages.Select(static m => m.Id).Distinct(StringComparer.Ordinal).Count().ShouldBe(1);
        _receiver.Messages.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_replay_is_sent_immediately_with_its_original_id()
    {
        var webhook = await CreateWebhookAsync();
        await _sender.EnqueueAsync(WebhookEvents.Failed, "j1", "{}", default);
        var first = await UntilAsync(webhook, static d => d.State == DeliveryState.Delivered);
        (await _store.ReplayAsync(webhook.Id, first.Id, default)).ShouldBeTrue();
        _sender.Wake();
        await UntilAsync(webhook, static d => d.Attempts.Count == 2);
        _receiver.Messages.Select(static m => m.Id).ShouldBe([first.Id, first.Id]);
    }

    [Fact]
    public async Task The_log_has_the_failure_without_URL_and_secret()
    {
        _receiver.Answer = WebhookReceiver.Status(500);
        var webhook = await CreateWebhookAsync();
        await _sender.EnqueueAsync(WebhookEvents.Failed, "j1", "{}", default);
        await UntilAsync(webhook, static d => d.Attempts.Count == 1);
        while (!_log.Lines.Any(line => line.Contains(webhook.Id, StringComparison.Ordinal)))
        {
            await Task.Yield();
        }

        var all = string.Join('\n', _log.Lines);
        all.ShouldContain("http_500");
        all.ShouldNotContain("s3cret");
        all.ShouldNotContain(webhook.Secret);
    }

    [Fact]
    public void The_signature_matches_the_specification() =>
        WebhookSignature.Compute("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, """{"test": 2432232314}""")
            .ShouldBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");

    private async Task<Webhook> CreateWebhookAsync(WebhookReceiver? receiver = null)
    {
        receiver ??= _receiver;
        var webhook = await _store.CreateAsync(receiver.Url, [WebhookEvents.Succeeded, WebhookEvents.Failed], default);
        receiver.Secret = webhook.Secret;
        return webhook;
    }

    private async Task<Delivery> UntilAsync(Webhook webhook, Func<Delivery, bool> holds, int atLeast = 1)
    {
        IReadOnlyList<Delivery> found;
        while ((found = [.. (await _store.DeliveriesAsync(webhook.Id, 100, default)).Where(holds)]).Count < atLeast)
        {
            await Task.Yield();
        }

        return found[0];
    }

    // The sender arms its timer only after it has recorded the attempt.
    private async Task AdvanceAsync(TimeSpan by)
    {
        await WaitForTimersAsync();
        _time.Advance(by);
    }

    private async Task WaitForTimersAsync()
    {
        while (_time.ArmedTimers == 0)
        {
            await Task.Yield();
        }
    }

    private async Task StartAsync(AddressPolicy addresses)
    {
        _catalog = SqliteCatalog.Open(_folder.Path, _time);
        _store = new WebhookStore(_catalog);
        _client = new WebhookClient(addresses, _time);
        _sender = new WebhookSender(_store, _client, new ServerOptions { Library = _folder.Path }, _time, _loggers.CreateLogger<WebhookSender>());
        await _sender.StartAsync(default);
        await WaitForTimersAsync();
    }

    private async Task StopAsync(bool sendingOnly = false)
    {
        await _sender.StopAsync(default);
        if (!sendingOnly)
        {
            _sender.Dispose();
            _client.Dispose();
            await _catalog.DisposeAsync();
        }
    }
}
