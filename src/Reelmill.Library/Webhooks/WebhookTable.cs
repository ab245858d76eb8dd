using Microsoft.Data.Sqlite;
using Reelmill.Library.Catalog.Sqlite;

namespace Reelmill.Library.Webhooks;

/// <summary>Reads and writes webhooks.</summary>
internal static class WebhookTable
{
    private const string Select = "SELECT id, url, events, secret, created_ms FROM webhooks";

    public static void Insert(SqliteConnection connection, Webhook webhook) => connection.Execute(
        "INSERT INTO webhooks (id, url, events, secret, created_ms) VALUES ($id, $url, $events, $secret, $created)",
        ("$id", webhook.Id), ("$url", webhook.Url), ("$events", string.Join(' ', webhook.Events)), ("$secret", webhook.Secret), ("$created", webhook.CreatedMs));

    public static IReadOnlyList<Webhook> List(SqliteConnection connection) => connection.List($"{Select} ORDER BY created_ms, id", Map);

    public static Webhook? Find(SqliteConnection connection, string id) =>
        connection.List($"{Select} WHERE id = $id", Map, ("$id", id)) is [var webhook] ? webhook : null;

    private static Webhook Map(SqliteDataReader row) => new(row.GetString(0), row.GetString(1), row.GetString(2).Split(' '), row.GetString(3), row.GetInt64(4));
}
