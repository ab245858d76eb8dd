using Microsoft.Data.Sqlite;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Testing;

namespace Reelmill.Library.Tests.Catalog.Sqlite;

public sealed class SchemaTests : IDisposable
{
    // Schema 1 as released. It is frozen, because existing libraries do not change with the code.
    private const string ReleasedVersion1 =
        """
        CREATE TABLE items (id TEXT PRIMARY KEY, pipeline TEXT NOT NULL, source TEXT NOT NULL, state TEXT NOT NULL,
          video TEXT, fingerprint TEXT, options TEXT, source_stamp TEXT, media TEXT, metadata TEXT, error_code TEXT,
          error_message TEXT, error_detail TEXT, attempts INTEGER NOT NULL, created_ms INTEGER NOT NULL,
          updated_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE attempts (item TEXT NOT NULL, number INTEGER NOT NULL, run TEXT NOT NULL, started_ms INTEGER NOT NULL,
          ended_ms INTEGER, outcome TEXT, error_code TEXT, PRIMARY KEY (item, number)) STRICT, WITHOUT ROWID;
        CREATE TABLE frames (video TEXT NOT NULL, time_ms INTEGER NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL,
          sharpness REAL NOT NULL, dark REAL NOT NULL, bright REAL NOT NULL, mean REAL NOT NULL, contrast REAL NOT NULL,
          information REAL NOT NULL, motion REAL, hash INTEGER NOT NULL, kept INTEGER NOT NULL, rule TEXT NOT NULL,
          score REAL, threshold REAL, twin TEXT, path TEXT, sha256 TEXT, bytes INTEGER,
          PRIMARY KEY (video, time_ms)) STRICT, WITHOUT ROWID;
        CREATE TABLE runs (id TEXT PRIMARY KEY, pipeline TEXT NOT NULL, state TEXT NOT NULL, options TEXT NOT NULL,
          summary TEXT, timeline TEXT, started_ms INTEGER NOT NULL, ended_ms INTEGER) STRICT, WITHOUT ROWID;
        CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
        INSERT INTO items VALUES ('a1', 'mine', '/a.mp4', 'done', 'v1', 'f', '{}', NULL, NULL, NULL, NULL, NULL, NULL, 1, 5, 6);
        INSERT INTO frames VALUES ('v1', 0, 2, 2, 1, 0, 0, 1, 1, 1, NULL, -1, 1, 'kept', NULL, NULL, NULL, 'frames/v1/0.jpg', 'aa', 7);
        PRAGMA user_version = 1;
        """;

    private readonly TempFolder _folder = new();

    [Fact]
    public async Task A_library_of_schema_1_opens_with_its_content()
    {
        Execute(ReleasedVersion1);

        await using var catalog = SqliteCatalog.Open(_folder.Path);

        (await catalog.FindAsync("a1")).ShouldNotBeNull().State.ShouldBe(ItemState.Done);
        (await catalog.FramesAsync().ToListAsync()).ShouldHaveSingleItem().Hash.ShouldBe(ulong.MaxValue);
    }

    [Fact]
    public void Missing_migrations_are_applied_in_order_and_only_once()
    {
        Execute(ReleasedVersion1);
        using var connection = Connect();
        string[] migrations = [.. Schema.Migrations, "ALTER TABLE items ADD note TEXT", "UPDATE items SET note = 'third'"];

        Schema.Migrate(connection, _folder.Path, migrations);
        Schema.Migrate(connection, _folder.Path, migrations);

        connection.List("SELECT note FROM items", r => r.GetString(0)).ShouldBe(["third"]);
        connection.Number("PRAGMA user_version").ShouldBe(migrations.Length);
    }

    [Fact]
    public void A_failed_migration_keeps_the_previous_schema()
    {
        using var connection = Connect();

        Should.Throw<SqliteException>(() => Schema.Migrate(connection, _folder.Path, ["CREATE TABLE a (x)", "CREATE TABLE b (x); NOT SQL"]));

        connection.Number("PRAGMA user_version").ShouldBe(1);
        connection.Number("SELECT count(*) FROM sqlite_schema WHERE name = 'b'").ShouldBe(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_newer_schema_is_refused(bool readOnly)
    {
        Execute(ReleasedVersion1 + "PRAGMA user_version = 99;");

        var error = Should.Throw<LibraryException>(() => readOnly ? SqliteCatalog.OpenReadOnly(_folder.Path) : SqliteCatalog.Open(_folder.Path));

        error.Code.ShouldBe("library_newer");
        error.Message.ShouldContain("99");
    }

    [Fact]
    public void A_reader_refuses_an_older_schema()
    {
        Execute(ReleasedVersion1);

        Should.Throw<LibraryException>(() => SqliteCatalog.OpenReadOnly(_folder.Path)).Code.ShouldBe("library_older");
    }

    [Fact]
    public async Task A_new_library_has_the_current_schema_and_a_write_ahead_log()
    {
        await SqliteCatalog.Open(_folder.Path).DisposeAsync();
        using var connection = Connect();

        connection.Number("PRAGMA user_version").ShouldBe(Schema.Migrations.Count);
        connection.List("PRAGMA journal_mode", r => r.GetString(0)).ShouldBe(["wal"]);
    }

    public void Dispose() => _folder.Dispose();

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={_folder[LibraryLayout.Database]};Pooling=False");
        connection.Open();
        return connection;
    }

    private void Execute(string sql)
    {
        using var connection = Connect();
        connection.Execute("PRAGMA journal_mode = WAL");
        connection.Execute(sql);
    }
}
