using System.Buffers.Binary;
using System.Text;
using Microsoft.Data.Sqlite;
using Reelmill.Core;
using Reelmill.Library.Artifacts.Disk;
using Reelmill.Library.Catalog.Sqlite;

namespace Reelmill.Library.Ownership;

/// <summary>What a folder's catalog file is, found out without leaving a trace: no lock, no log, no shared memory file.</summary>
/// <param name="Fault">Why it is no catalog of ours; null when it is one.</param>
/// <param name="Id">The id of its library; null when it is older than ids, or damaged where the id is.</param>
internal sealed record CatalogFile(string? Fault, string? Id)
{
    private const int HeaderBytes = 100;
    private const int ApplicationAt = 68;

    private static readonly string[] EarlierTables = ["attempts", "frames", "items", "runs", "settings"];

    /// <summary>Looks at a folder's catalog.</summary>
    public static CatalogFile Inspect(string folder)
    {
        var path = Path.Combine(folder, LibraryLayout.Database);
        switch (NativeFile.KindOf(path))
        {
            case PathKind.Missing:
                return Refused("is missing");
            case PathKind.File:
                break;
            default:
                return Refused("is not a regular file");
        }

        var header = Header(path);
        if (header.Length == 0)
        {
            return Refused("is empty");
        }

        if (header.Length < HeaderBytes || !header.AsSpan().StartsWith("SQLite format 3\0"u8))
        {
            return Refused("is not a SQLite database");
        }

        return BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(ApplicationAt)) switch
        {
            Schema.ApplicationId => new(null, IdOf(path)),
            0 when HasEarlierSchema(path) => new(null, IdOf(path)),
            _ => Refused("is the database of another program"),
        };
    }

    private static CatalogFile Refused(string fault) => new(fault, null);

    private static byte[] Header(string path) => DiskArtifactStore.Guard("Reading", path, () =>
    {
        using var handle = NativeFile.OpenForReading(path);
        var header = new byte[HeaderBytes];
        return header[..RandomAccess.Read(handle, header, 0)];
    });

    private static string? IdOf(string path) => Query(
        path, c => c.List("SELECT value FROM settings WHERE key = $key", static r => r.GetString(0), ("$key", Schema.LibraryId)).FirstOrDefault());

    /// <summary>Before catalogs had an id, their tables were all that told them from others.</summary>
    private static bool HasEarlierSchema(string path)
    {
        if (HasTables(path))
        {
            return true;
        }

        // The first run of an earlier version was killed before its log was folded in: the log is read beside a copy.
        var log = path + "-wal";
        if (NativeFile.KindOf(log) != PathKind.File || new FileInfo(log).Length == 0)
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
        && EarlierTables.All(name => connection.Number("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = $name", ("$name", name)) == 1);

    /// <summary>Reads the file alone, as if nobody wrote to it: what SQLite finds wrong then is for those who open it in earnest.</summary>
    private static string? Query(string path, Func<SqliteConnection, string?> read)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = $"file:{Escaped(path)}?immutable=1",
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

    private static string Escaped(string path) => string.Concat(Encoding.UTF8.GetBytes(path).Select(static b =>
        char.IsAsciiLetterOrDigit((char)b) || (char)b is '/' or '.' or '_' or '-' ? ((char)b).ToString() : $"%{b:X2}"));
}
