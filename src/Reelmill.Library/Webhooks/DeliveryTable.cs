using System.Text.Json;
using Microsoft.Data.Sqlite;
using Reelmill.Library.Catalog.Sqlite;

namespace Reelmill.Library.Webhooks;

/// <summary>Reads and writes webhook deliveries.</summary>
internal static class DeliveryTable
{
    /// <summary>The longest wait for the next attempt: one day, in milliseconds.</summary>
    public const long MaxWaitMs = 24L * 60 * 60 * 1000;

    private const string Columns = "id, webhook, event, job, body, state, attempts, next_ms, created_ms";

    public static void Insert(SqliteConnection connection, Delivery delivery) => connection.Execute(
        $"INSERT INTO deliveries ({Columns}) VALUES ($id, $webhook, $event, $job, $body, $state, $attempts, $next, $created)",
        ("$id", delivery.Id), ("$webhook", delivery.Webhook), ("$event", delivery.Event), ("$job", delivery.Job), ("$body", delivery.Body),
        ("$state", ToName(delivery.State)), ("$attempts", Serialize(delivery.Attempts)), ("$next", delivery.NextMs), ("$created", delivery.CreatedMs));

    // A replay that was requested during the attempt has changed next_ms and must stay pending.
    public static bool Update(SqliteConnection connection, Delivery before, Delivery after) => connection.Execute(
        """
        UPDATE deliveries SET attempts = $attempts, state = iif(next_ms IS $before, $state, state), next_ms = iif(next_ms IS $before, $next, next_ms)
        WHERE id = $id
        """,
        ("$id", after.Id), ("$attempts", Serialize(after.Attempts)), ("$before", before.NextMs), ("$state", ToName(after.State)), ("$next", after.NextMs)) > 0;

    public static bool Replay(SqliteConnection connection, string webhook, string id, long now) => connection.Execute(
        "UPDATE deliveries SET state = 'pending', next_ms = $now WHERE id = $id AND webhook = $webhook",
        ("$id", id), ("$webhook", webhook), ("$now", now)) > 0;

    public static IReadOnlyList<Delivery> ListDue(SqliteConnection connection, long now, int perWebhook, int limit) => connection.List(
        $"""
        SELECT {Columns} FROM (
          SELECT *, row_number() OVER (PARTITION BY webhook ORDER BY next_ms, id) AS place FROM deliveries
          WHERE state = 'pending' AND (next_ms <= $now OR next_ms > $now + {MaxWaitMs}))
        WHERE place <= $each ORDER BY next_ms, id LIMIT $limit
        """,
        Map,
        ("$now", now), ("$each", perWebhook), ("$limit", limit));

    public static long? FindNextDue(SqliteConnection connection) =>
        connection.List("SELECT min(next_ms) FROM deliveries WHERE state = 'pending'", static row => row.IntegerOrNull(0))[0];

    public static IReadOnlyList<Delivery> List(SqliteConnection connection, string webhook, int limit) => connection.List(
        $"SELECT {Columns} FROM deliveries WHERE webhook = $webhook ORDER BY created_ms DESC, id LIMIT $limit", Map, ("$webhook", webhook), ("$limit", limit));

    private static Delivery Map(SqliteDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4),
        ParseState(row.GetString(5)), Deserialize(row.GetString(6)), row.IntegerOrNull(7), row.GetInt64(8));

    private static string ToName(DeliveryState state) => state switch
    {
        DeliveryState.Pending => "pending",
        DeliveryState.Delivered => "delivered",
        DeliveryState.Failed => "failed",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, message: null),
    };

    private static DeliveryState ParseState(string name) => name switch
    {
        "pending" => DeliveryState.Pending,
        "delivered" => DeliveryState.Delivered,
        _ => DeliveryState.Failed,
    };

    private static string Serialize(IReadOnlyList<DeliveryAttempt> attempts) => JsonSerializer.Serialize(attempts, WebhookJson.Default.IReadOnlyListDeliveryAttempt);

    private static IReadOnlyList<DeliveryAttempt> Deserialize(string json) => JsonSerializer.Deserialize(json, WebhookJson.Default.IReadOnlyListDeliveryAttempt)!;
}
