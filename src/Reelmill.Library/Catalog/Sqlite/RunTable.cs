using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace Reelmill.Library.Catalog.Sqlite;

/// <summary>Reads and writes runs.</summary>
internal static class RunTable
{
    private const string Format = "yyyyMMdd'T'HHmmssfff'Z'";

    /// <summary>Creates an id. Ids sort by time, and two ids of the same millisecond differ.</summary>
    public static string NewId(DateTimeOffset now)
    {
        var time = now.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);
        return $"{time}-{RandomNumberGenerator.GetHexString(6, lowercase: true)}";
    }

    /// <summary>Creates an id that sorts after every existing run, even if the system clock was set back.</summary>
    public static string NextId(SqliteConnection connection, DateTimeOffset now)
    {
        var id = NewId(now);
        var latest = connection.List("SELECT max(id) FROM runs", static r => r.TextOrNull(0))[0];
        return latest is not null && string.CompareOrdinal(latest, id) > 0 && ParseTime(latest) is { } time ? NewId(time.AddMilliseconds(1)) : id;
    }

    private static DateTimeOffset? ParseTime(string id) => DateTimeOffset.TryParseExact(
        id.Split('-')[0], Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
        ? time
        : null;

    public static void Begin(SqliteConnection connection, string id, string pipeline, string options, long now) =>
        connection.Execute(
            "INSERT INTO runs (id, pipeline, state, options, started_ms) VALUES ($id, $pipeline, 'running', $options, $now)",
            ("$id", id), ("$pipeline", pipeline), ("$options", options), ("$now", now));

    public static void Finish(
        SqliteConnection connection, string id, RunState state, string? summary, string? timeline, long now)
    {
        var changed = connection.Execute(
            """
            UPDATE runs SET state = $state, summary = $summary, timeline = $timeline, ended_ms = $now WHERE id = $id
            """,
            ("$id", id), ("$state", StateNames.Format(state)), ("$summary", summary), ("$timeline", timeline), ("$now", now));
        if (changed == 0)
        {
            throw new LibraryException("run_unknown", $"Ending the run {id}: the catalog has no such run. Begin it first.");
        }
    }

    public static void Interrupt(SqliteConnection connection, long now) => connection.Execute(
        "UPDATE runs SET state = 'interrupted', ended_ms = $now WHERE state = 'running'", ("$now", now));

    public static Run? FindLast(SqliteConnection connection, string? pipeline) => connection.List(
        """
        SELECT id, pipeline, state, options, summary, timeline, started_ms, ended_ms FROM runs
        WHERE $pipeline IS NULL OR pipeline = $pipeline
        ORDER BY id DESC LIMIT 1
        """,
        Map,
        ("$pipeline", pipeline)) is [var run] ? run : null;

    private static Run Map(SqliteDataReader row) => new()
    {
        Id = row.GetString(0),
        Pipeline = row.GetString(1),
        State = StateNames.ParseRunState(row.GetString(2)),
        Options = row.GetString(3),
        Summary = row.TextOrNull(4),
        Timeline = row.TextOrNull(5),
        StartedMs = row.GetInt64(6),
        EndedMs = row.IntegerOrNull(7),
    };
}
