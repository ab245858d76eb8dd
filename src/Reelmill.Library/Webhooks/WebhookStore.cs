using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Reelmill.Library.Catalog.Sqlite;

namespace Reelmill.Library.Webhooks;

/// <summary>Stores the webhooks of a library and their deliveries.</summary>
/// <param name="catalog">The library's catalog, open for writing.</param>
/// <remarks>Thread-safe, and as durable as the catalog.</remarks>
public sealed class WebhookStore(SqliteCatalog catalog)
{
    private const int SecretBytes = 32;

    /// <summary>Creates a webhook.</summary>
    /// <param name="url">The URL, already validated.</param>
    /// <param name="events">The types of the subscribed events; at least one.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <returns>The webhook, with the secret, which its owner sees once.</returns>
    public Task<Webhook> CreateAsync(string url, IReadOnlyList<string> events, CancellationToken cancellationToken) => catalog.WriteAsync(
        c =>
        {
            var secret = "whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes));
            var webhook = new Webhook(NewId("wh_"), url, events, secret, catalog.Now);
            WebhookTable.Insert(c, webhook);
            return webhook;
        },
        cancellationToken);

    /// <summary>Lists the webhooks in order of creation.</summary>
    public Task<IReadOnlyList<Webhook>> ListAsync(CancellationToken cancellationToken) => catalog.ReadAsync(WebhookTable.List, cancellationToken);

    /// <summary>Finds a webhook by id; null when there is none.</summary>
    public Task<Webhook?> FindAsync(string id, CancellationToken cancellationToken) => catalog.ReadAsync(c => WebhookTable.Find(c, id), cancellationToken);

    /// <summary>Deletes a webhook and all its deliveries.</summary>
    /// <returns>Whether the webhook existed.</returns>
    public Task<bool> RemoveAsync(string id, CancellationToken cancellationToken) => catalog.WriteAsync(
        c =>
        {
            c.Execute("DELETE FROM deliveries WHERE webhook = $id", ("$id", id));
            return c.Execute("DELETE FROM webhooks WHERE id = $id", ("$id", id)) > 0;
        },
        cancellationToken);

    /// <summary>Enqueues a message for every webhook that subscribes to the event. Enqueued messages survive the death of the process.</summary>
    /// <param name="type">The type of the event, such as <c>job.succeeded</c>.</param>
    /// <param name="job">The job of the event.</param>
    /// <param name="data">The payload, as JSON.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <returns>The number of enqueued messages.</returns>
    public Task<int> EnqueueAsync(string type, string job, string data, CancellationToken cancellationToken) =>
        catalog.WriteAsync(c => Enqueue(c, type, job, data, catalog.Now), cancellationToken);

    /// <summary>Lists due deliveries, ordered by time, with a limit for each webhook, so that an unresponsive one does not delay others.</summary>
    /// <param name="perWebhook">The maximum number of deliveries of one webhook.</param>
    /// <param name="limit">The maximum number of deliveries.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public Task<IReadOnlyList<Delivery>> DueAsync(int perWebhook, int limit, CancellationToken cancellationToken) =>
        catalog.ReadAsync(c => DeliveryTable.ListDue(c, catalog.Now, perWebhook, limit), cancellationToken);

    /// <summary>Whether a delivery is due: its time has come, or is so far ahead that the system clock must have been set back.</summary>
    /// <param name="nextMs">The time of the next attempt, in Unix milliseconds.</param>
    /// <param name="nowMs">The current time, in Unix milliseconds.</param>
    public static bool IsDue(long nextMs, long nowMs) => nextMs <= nowMs || nextMs - nowMs > DeliveryTable.MaxWaitMs;

    /// <summary>Finds the time at which the next delivery is due, in Unix milliseconds; null when none is pending.</summary>
    public Task<long?> NextDueAsync(CancellationToken cancellationToken) => catalog.ReadAsync(DeliveryTable.FindNextDue, cancellationToken);

    /// <summary>Records an attempt.</summary>
    /// <param name="delivery">The delivery before the attempt.</param>
    /// <param name="attempt">The attempt.</param>
    /// <param name="state">The state of the delivery after the attempt.</param>
    /// <param name="nextMs">The time of the next attempt, in Unix milliseconds; null for none.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    public Task RecordAsync(Delivery delivery, DeliveryAttempt attempt, DeliveryState state, long? nextMs, CancellationToken cancellationToken) =>
        catalog.WriteAsync(c => DeliveryTable.Update(c, delivery, delivery with { Attempts = [.. delivery.Attempts, attempt], State = state, NextMs = nextMs }), cancellationToken);

    /// <summary>Lists the deliveries of a webhook, newest first.</summary>
    /// <param name="webhook">The webhook's id.</param>
    /// <param name="limit">The maximum number of deliveries.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public Task<IReadOnlyList<Delivery>> DeliveriesAsync(string webhook, int limit, CancellationToken cancellationToken) =>
        catalog.ReadAsync(c => DeliveryTable.List(c, webhook, limit), cancellationToken);

    /// <summary>Makes a delivery due now, under the same message id, whatever its state.</summary>
    /// <returns>Whether the webhook has the delivery.</returns>
    public Task<bool> ReplayAsync(string webhook, string delivery, CancellationToken cancellationToken) =>
        catalog.WriteAsync(c => DeliveryTable.Replay(c, webhook, delivery, catalog.Now), cancellationToken);

    /// <summary>Deletes delivered and failed messages whose events occurred before a given time.</summary>
    /// <param name="beforeMs">The time, in Unix milliseconds.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <returns>The number of deleted messages.</returns>
    public Task<int> ForgetAsync(long beforeMs, CancellationToken cancellationToken) => catalog.WriteAsync(
        c => c.Execute("DELETE FROM deliveries WHERE state <> 'pending' AND created_ms < $before", ("$before", beforeMs)), cancellationToken);

    /// <summary>Does the work of <see cref="EnqueueAsync"/> inside the transaction that records the event.</summary>
    internal static int Enqueue(SqliteConnection connection, string type, string job, string data, long now)
    {
        var subscribers = WebhookTable.List(connection).Where(w => w.Events.Contains(type, StringComparer.Ordinal)).ToList();
        foreach (var webhook in subscribers)
        {
            var body = WebhookMessage.Compose(type, now, data);
            DeliveryTable.Insert(connection, new Delivery(NewId("msg_"), webhook.Id, type, job, body, DeliveryState.Pending, [], now, now));
        }

        return subscribers.Count;
    }

    private static string NewId(string prefix) => prefix + RandomNumberGenerator.GetHexString(24, lowercase: true);
}
