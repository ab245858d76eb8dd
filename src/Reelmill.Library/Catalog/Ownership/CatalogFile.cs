using System.Buffers.Binary;
using System.Text;
using Microsoft.Data.Sqlite;
using Reelmill.Core;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Library.Files;

namespace Reelmill.Library.Catalog.Ownership;

/// <summary>Identifies a folder's catalog file. Inspection writes nothing: no lock, no write-ahead log, no shared memory file.</summary>
/// <param name="Fault">Why the file is not a Reelmill catalog; null when it is one.</param>
/// <param name="Id">The library's id; null when the catalog predates ids, or its id cannot be read.</param>
internal sealed record CatalogFile(string? Fault, string? Id)
{
    private const int HeaderBytes = 100;
    private const int ApplicationIdOffset = 68;

    private static readonly string[] LegacyTables = ["attempts", "frames", "items", "runs", "settings"];

    /// <summary>Inspects the catalog file of a folder.</summary>
    public static CatalogFile Inspect(string folder)
    {
        var path = Path.Combine(folder, LibraryLayout.Database);
        switch (NativeFile.GetKind(path))
        {
            case PathKind.Missing:
                return Invalid("is missing");
            case PathKind.File:
                break;
            default:
                return Invalid("is not a regular file");
        }

        var header = ReadHeader(path);
        if (header.Length == 0)
        {
            return Invalid("is empty");
        }

        if (header.Length < HeaderBytes || !header.AsSpan().StartsWith("SQLite format 3\0"u8))
        {
            return Invalid("is not a SQLite database");
        }

        return BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(ApplicationIdOffset)) switch
        {
            Schema.ApplicationId => new(null, ReadLibraryId(path)),
            0 when HasLegacySchema(path) => new(null, ReadLibraryId(path)),
            _ => Invalid("is the database of another program"),
        };
    }

    private static CatalogFile Invalid(string fault) => new(fault, null);

    private static byte[] ReadHeader(string path) => DiskErrors.Guard("Reading", path, () =>
    {
        using var handle = NativeFile.OpenForReading(path);
        var header = new byte[HeaderBytes];
        return header[..RandomAccess.Read(handle, header, 0)];
    });

    private static string? ReadLibraryId(string path) => Query(
        path, c => c.List("SELECT value FROM settings WHERE key = $key", static r => r.GetString(0), ("$key", Schema.LibraryId)).FirstOrDefault());

    /// <summary>Whether a database without an application id has the tables of an early catalog, its only mark.</summary>
    private static bool HasLegacySchema(string path)
    {
        if (HasTables(path))
        {
            return true;
        }

        // The first run of an early version may have died before its checkpoint, with the tables in the log alone. SQLite
        // replays a log in place, so a copy is opened instead.
        var log = path + "-wal";
        if (NativeFile.GetKind(log) != PathKind.File || new FileInfo(log).Length == 0)
        {
            return false;
        }

        var copies = Directory.CreateTempSubdirectory("reelmill-catalog-");
        try
        {
            var copy = Path.Combine(copies.FullName, LibraryLayout.Database);
            File.Copy(path, copy);
            File.Copy(log, copy + "-wal");
            using var connections = new Connections(copies.FullName);
            using var connection = connections.OpenReader();
            return HasTables(connection);
        }
        catch (SqliteException)
        {
            return false;
        }
        finally
        {
            CleanUp.RemoveFolder(copies.FullName);
        }
    }

    private static bool HasTables(string path) => Query(path, c => HasTables(c) ? string.Empty : null) is not null;

    private static bool HasTables(SqliteConnection connection) =>
        connection.Number("PRAGMA user_version") is > 0
        && LegacyTables.All(name => connection.Number("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = $name", ("$name", name)) == 1);

    /// <summary>Queries the database file alone, without its log, as immutable; null when SQLite cannot. Opening the catalog reports the error.</summary>
    private static string? Query(string path, Func<SqliteConnection, string?> read)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = $"file:{EscapeUri(path)}?immutable=1",
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ToString());
        try
        {
            connection.Open();
            return read(connection);
        }
        catch (SqliteException)
        {
            return null;
        }
    }

    private static string EscapeUri(string path) => string.Concat(Encoding.UTF8.GetBytes(path).Select(static b =>
        char.IsAsciiLetterOrDigit((char)b) || (char)b is '/' or '.' or '_' or '-' ? ((char)b).ToString() : $"%{b:X2}"));
}
