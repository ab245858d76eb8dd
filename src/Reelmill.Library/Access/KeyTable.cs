using Microsoft.Data.Sqlite;
using Reelmill.Library.Catalog.Sqlite;

namespace Reelmill.Library.Access;

/// <summary>Reads and writes API keys.</summary>
internal static class KeyTable
{
    public static void Insert(SqliteConnection connection, ApiKey key) => connection.Execute(
        "INSERT INTO api_keys (id, name, hash, scope, created_ms, expires_ms) VALUES ($id, $name, $hash, $scope, $created, $expires)",
        ("$id", key.Id), ("$name", key.Name), ("$hash", key.Hash), ("$scope", ToName(key.Scope)), ("$created", key.CreatedMs), ("$expires", key.ExpiresMs));

    public static IReadOnlyList<ApiKey> List(SqliteConnection connection) =>
        connection.List("SELECT id, name, hash, scope, created_ms, expires_ms, used_ms, revoked_ms FROM api_keys ORDER BY created_ms, id", Map);

    public static bool Revoke(SqliteConnection connection, string id, long now) =>
        connection.Execute("UPDATE api_keys SET revoked_ms = coalesce(revoked_ms, $now) WHERE id = $id", ("$id", id), ("$now", now)) > 0;

    public static int Touch(SqliteConnection connection, string id, long used) =>
        connection.Execute("UPDATE api_keys SET used_ms = max(coalesce(used_ms, 0), $used) WHERE id = $id", ("$id", id), ("$used", used));

    private static ApiKey Map(SqliteDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), ParseScope(row.GetString(3)), row.GetInt64(4), row.IntegerOrNull(5), row.IntegerOrNull(6), row.IntegerOrNull(7));

    private static string ToName(AccessScope scope) => scope switch
    {
        AccessScope.Read => "read",
        AccessScope.Submit => "submit",
        AccessScope.Admin => "admin",
        _ => throw new ArgumentOutOfRangeException(nameof(scope), scope, message: null),
    };

    private static AccessScope ParseScope(string name) => name switch
    {
        "admin" => AccessScope.Admin,
        "submit" => AccessScope.Submit,
        _ => AccessScope.Read,
    };
}
