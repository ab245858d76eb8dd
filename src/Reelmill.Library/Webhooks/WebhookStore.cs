using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Reelmill.Library.Catalog.Sqlite;

namespace Reelmill.Library.Webhooks;

/// <summary>The webhooks of a library, and what was sent to them and is to be.</summary>
/// <param name="catalog">The library's catalog, open for writing.</param>
/// <remarks>Thread-safe, and as durable as the catalog.</remarks>
public sealed class WebhookStore(SqliteCatalog catalog)
{
    private const int SecretBytes = 32;

    /// <summary>Makes a webhook.</summary>
    /// <param name="url">The URL, checked.</param>
    /// <param name="events">The types of the events that it wants; at least one.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <returns>The webhook, with the secret that its owner is shown once.</returns>
    public Task<Webhook> CreateAsync(string url, IReadOnlyList<string> events, CancellationToken cancellationToken) => catalog.WriteAsync(
        c =>
        {
            var secret = "whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes));
            var webhook = new Webhook(NewId("wh_"), url, events, secret, catalog.Now);
            WebhookTable.Insert(c, webhook);
            return webhook;
        },
        cancellationToken);

    /// <summary>Lists the webhooks in the order in which they were made.</summary>
    public Task<IReadOnlyList<Webhook>> ListAsync(CancellationToken cancellationToken) => catalog.ReadAsync(WebhookTable.List, cancellationToken);

    /// <summary>Finds a webhook; null when there is none.</summary>
    public Task<Webhook?> FindAsync(string id, CancellationToken cancellationToken) => catalog.ReadAsync(c => WebhookTable.Find(c, id), cancellationToken);

    /// <summary>Removes a webhook and everything that was sent to it and is to be.</summary>
    /// <returns>Whether there was one.</returns>
    public Task<bool> RemoveAsync(string id, CancellationToken cancellationToken) => catalog.WriteAsync(
        c =>
        {
            c.Execute("DELETE FROM deliveries WHERE webhook = $id", ("$id", id));
            return c.Execute("DELETE FROM webhooks WHERE id = $id", ("$id", id)) > 0;
        },
        cancellationToken);

    /// <summary>Writes a message down for every webhook that wants the event. What was written is sent, whatever happens to the process.</summary>
    /// <param name="type">The type of the event, such as <c>job.succeeded</c>.</param>
    /// <param name="job">The job that it is about.</param>
    /// <param name="data">What there is to say, as JSON.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <returns>How many messages there are.</returns>
    public Task<int> EnqueueAsync(string type, string job, string data, CancellationToken cancellationToken) =>
        catalog.WriteAsync(c => Enqueue(c, type, job, data, catalog.Now), cancellationToken);

    /// <summary>Lists what is due, in order of time, at most some of each webhook, so that one that does not answer holds up no other.</summary>
    /// <param name="perWebhook">How many of one webhook at most.</param>
    /// <param name="limit">How many in all at most.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public Task<IReadOnlyList<Delivery>> DueAsync(int perWebhook, int limit, CancellationToken cancellationToken) =>
        catalog.ReadAsync(c => DeliveryTable.Due(c, catalog.Now, perWebhook, limit), cancellationToken);

    /// <summary>Whether a message is to be sent: its time has come, or it is so far ahead that the system's clock was set back since.</summary>
    /// <param name="nextMs">When it is to be sent, in Unix milliseconds.</param>
    /// <param name="nowMs">Now, in Unix milliseconds.</param>
    public static bool IsDue(long nextMs, long nowMs) => nextMs <= nowMs || nextMs - nowMs > DeliveryTable.LongestWaitMs;

    /// <summary>When the next message is due, in Unix milliseconds; null when none waits.</summary>
    public Task<long?> NextDueAsync(CancellationToken cancellationToken) => catalog.ReadAsync(DeliveryTable.NextDue, cancellationToken);

    /// <summary>Writes an attempt down.</summary>
    /// <param name="delivery">The message, as it was before.</param>
    /// <param name="attempt">What came of it.</param>
    /// <param name="state">How far the message is now.</param>
    /// <param name="nextMs">When it is to be sent again; null when it is not.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    public Task RecordAsync(Delivery delivery, DeliveryAttempt attempt, DeliveryState state, long? nextMs, CancellationToken cancellationToken) =>
        catalog.WriteAsync(c => DeliveryTable.Update(c, delivery, delivery with { Attempts = [.. delivery.Attempts, attempt], State = state, NextMs = nextMs }), cancellationToken);

    /// <summary>Lists the messages of a webhook, newest first.</summary>
    /// <param name="webhook">The webhook's id.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public Task<IReadOnlyList<Delivery>> DeliveriesAsync(string webhook, int limit, CancellationToken cancellationToken) =>
        catalog.ReadAsync(c => DeliveryTable.Of(c, webhook, limit), cancellationToken);

    /// <summary>Sends a message again, now, under its own id; one that waits is sent now.</summary>
    /// <returns>Whether there is such a message of that webhook.</returns>
    public Task<bool> ReplayAsync(string webhook, string delivery, CancellationToken cancellationToken) =>
        catalog.WriteAsync(c => DeliveryTable.Replay(c, webhook, delivery, catalog.Now), cancellationToken);

    /// <summary>Forgets messages that were delivered or given up before a moment.</summary>
    /// <param name="beforeMs">The moment of their event, in Unix milliseconds.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <returns>How many were forgotten.</returns>
    public Task<int> ForgetAsync(long beforeMs, CancellationToken cancellationToken) => catalog.WriteAsync(
        c => c.Execute("DELETE FROM deliveries WHERE state <> 'pending' AND created_ms < $before", ("$before", beforeMs)), cancellationToken);

    /// <summary>The same as <see cref="EnqueueAsync"/>, inside a transaction that says that the event happened.</summary>
    internal static int Enqueue(SqliteConnection connection, string type, string job, string data, long now)
    {
        var wanting = WebhookTable.List(connection).Where(w => w.Events.Contains(type, StringComparer.Ordinal)).ToList();
        foreach (var webhook in wanting)
        {
            var body = WebhookMessage.Compose(type, now, data);
            DeliveryTable.Insert(connection, new Delivery(NewId("msg_"), webhook.Id, type, job, body, DeliveryState.Pending, [], now, now));
        }

        return wanting.Count;
    }

    private static string NewId(string prefix) => prefix + RandomNumberGenerator.GetHexString(24, lowercase: true);
}
