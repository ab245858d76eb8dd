using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Library.Webhooks;
using Reelmill.Testing;

namespace Reelmill.Library.Tests.Webhooks;

public sealed class WebhookStoreTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ManualTimeProvider _time = new();
    private SqliteCatalog _catalog = null!;
    private WebhookStore _store = null!;

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    public ValueTask InitializeAsync()
    {
        Open();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _catalog.DisposeAsync();
        Dispose();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_message_is_enqueued_for_each_subscribed_webhook_and_survives_the_process()
    {
        var one = await _store.CreateAsync("https://one.example/", ["job.failed", "job.succeeded"], default);
        var other = await _store.CreateAsync("https://other.example/", ["job.failed"], default);
        (await _store.EnqueueAsync("job.succeeded", "j1", """{"id":"j1","title":"ü <b>"}""", default)).ShouldBe(1);
        (await _store.EnqueueAsync("job.failed", "j2", "{}", default)).ShouldBe(2);
        (await _store.EnqueueAsync("job.cancelled", "j3", "{}", default)).ShouldBe(0);

        await _catalog.DisposeAsync();
        Open();

        (await _store.DueAsync(10, 10, default)).Select(static d => (d.Webhook, d.Event, d.Job)).ShouldBe(
            [(one.Id, "job.succeeded", "j1"), (one.Id, "job.failed", "j2"), (other.Id, "job.failed", "j2")], ignoreOrder: true);
        (await _store.ListAsync(default)).Single(w => w.Id == one.Id).Events.ShouldBe(["job.failed", "job.succeeded"]);
        (await _store.FindAsync(one.Id, default))!.Secret.ShouldBe(one.Secret);
        Convert.FromBase64String(one.Secret["whsec_".Length..]).Length.ShouldBe(32);
        (await _store.DeliveriesAsync(one.Id, 10, default)).Single(static d => d.Job == "j1").Body
            .ShouldBe("""{"type":"job.succeeded","timestamp":"2030-01-01T00:00:00Z","data":{"id":"j1","title":"ü <b>"}}""");
    }

    [Fact]
    public async Task Due_deliveries_are_ordered_and_limited_for_each_webhook()
    {
        var busy = await _store.CreateAsync("https://busy.example/", ["a", "b"], default);
        await EnqueueAsync("a", 5);
        var late = await _store.CreateAsync("https://late.example/", ["b"], default);
        await EnqueueAsync("b", 1);

        var due = await _store.DueAsync(2, 10, default);
        due.Count(d => d.Webhook == busy.Id).ShouldBe(2);
        due.Count(d => d.Webhook == late.Id).ShouldBe(1);
        (await _store.DueAsync(2, 1, default)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_attempt_is_recorded_and_sets_the_time_of_the_next()
    {
        var webhook = await _store.CreateAsync("https://one.example/", ["a"], default);
        await EnqueueAsync("a", 1);
        var delivery = (await _store.DueAsync(1, 1, default)).Single();
        (await _store.NextDueAsync(default)).ShouldBe(Now);

        await _store.RecordAsync(delivery, new DeliveryAttempt(Now, 500, "no"), DeliveryState.Pending, Now + 5000, default);
        (await _store.DueAsync(1, 1, default)).ShouldBeEmpty();
        (await _store.NextDueAsync(default)).ShouldBe(Now + 5000);

        _time.Advance(TimeSpan.FromSeconds(5));
        var retried = (await _store.DueAsync(1, 1, default)).Single();
        retried.Id.ShouldBe(delivery.Id);
        await _store.RecordAsync(retried, new DeliveryAttempt(Now, 204, null), DeliveryState.Delivered, null, default);
        (await _store.NextDueAsync(default)).ShouldBeNull();
        var log = (await _store.DeliveriesAsync(webhook.Id, 10, default)).ShouldHaveSingleItem();
        log.State.ShouldBe(DeliveryState.Delivered);
        log.Attempts.ShouldBe([new DeliveryAttempt(Now - 5000, 500, "no"), new DeliveryAttempt(Now, 204, null)]);
    }

    [Fact]
    public async Task A_replay_requested_during_an_attempt_stays_pending()
    {
        var webhook = await _store.CreateAsync("https://one.example/", ["a"], default);
        await EnqueueAsync("a", 1);
        var delivery = (await _store.DueAsync(1, 1, default)).Single();

        _time.Advance(TimeSpan.FromSeconds(1));
        (await _store.ReplayAsync(webhook.Id, delivery.Id, default)).ShouldBeTrue();
        await _store.RecordAsync(delivery, new DeliveryAttempt(Now, 200, null), DeliveryState.Delivered, null, default);

        (await _store.DueAsync(1, 1, default)).Single().Attempts.Count.ShouldBe(1);
        (await _store.ReplayAsync("other", delivery.Id, default)).ShouldBeFalse();
        (await _store.ReplayAsync(webhook.Id, "other", default)).ShouldBeFalse();
    }

    [Fact]
    public async Task Removing_a_webhook_removes_its_messages_and_old_ended_messages_are_deleted()
    {
        var gone = await _store.CreateAsync("https://one.example/", ["a"], default);
        await EnqueueAsync("a", 1);
        (await _store.RemoveAsync(gone.Id, default)).ShouldBeTrue();
        (await _store.RemoveAsync(gone.Id, default)).ShouldBeFalse();
        (await _store.DueAsync(1, 1, default)).ShouldBeEmpty();

        await _store.CreateAsync("https://one.example/", ["a"], default);
        await EnqueueAsync("a", 2);
        await _store.RecordAsync((await _store.DueAsync(1, 1, default)).Single(), new DeliveryAttempt(Now, 200, null), DeliveryState.Delivered, null, default);
        (await _store.ForgetAsync(Now, default)).ShouldBe(0);
        (await _store.ForgetAsync(Now + 1, default)).ShouldBe(1);
        (await _store.DueAsync(1, 1, default)).Count.ShouldBe(1);
    }

    private async Task EnqueueAsync(string type, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await _store.EnqueueAsync(type, $"j{i}", "{}", default);
        }
    }

    private void Open()
    {
        _catalog = SqliteCatalog.Open(_folder.Path, _time);
        _store = new WebhookStore(_catalog);
    }
}
