using Microsoft.Data.Sqlite;

namespace Reelmill.Library.Catalog.Sqlite;

/// <summary>The catalog's schema as a list of migrations; <c>user_version</c> counts the applied ones.</summary>
internal static class Schema
{
    /// <summary>The migrations in order. A released migration never changes; a schema change is a new migration at the end.</summary>
    public static IReadOnlyList<string> Migrations => [Version1, Version2, Version3, Version4, Version5, Version6, Version7, Version8, Version9];

    /// <summary>SQLite's <c>application_id</c> of every catalog since version 7: "RELM".</summary>
    public const int ApplicationId = 0x52454C4D;

    /// <summary>The setting that holds the library's id, which the library's marker repeats.</summary>
    public const string LibraryId = "library.id";

    /// <summary>The setting that held the secret of the stream keys before the secret had its own file.</summary>
    public const string LegacyStreamSecret = "hls.secret";

    private const string Version1 =
        """
        CREATE TABLE items (
          id TEXT PRIMARY KEY,
          pipeline TEXT NOT NULL,
          source TEXT NOT NULL,
          state TEXT NOT NULL CHECK (state IN ('pending', 'running', 'done', 'failed')),
          video TEXT,
          fingerprint TEXT,
          options TEXT,
          source_stamp TEXT,
          media TEXT,
          metadata TEXT,
          error_code TEXT,
          error_message TEXT,
          error_detail TEXT,
          attempts INTEGER NOT NULL,
          created_ms INTEGER NOT NULL,
          updated_ms INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX items_by_state ON items (state);
        CREATE INDEX items_by_video ON items (video) WHERE video IS NOT NULL;

        CREATE TABLE attempts (
          item TEXT NOT NULL,
          number INTEGER NOT NULL,
          run TEXT NOT NULL,
          started_ms INTEGER NOT NULL,
          ended_ms INTEGER,
          outcome TEXT CHECK (outcome IN ('done', 'failed', 'released', 'interrupted')),
          error_code TEXT,
          PRIMARY KEY (item, number)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX attempts_open ON attempts (item) WHERE ended_ms IS NULL;

        CREATE TABLE frames (
          video TEXT NOT NULL,
          time_ms INTEGER NOT NULL,
          width INTEGER NOT NULL,
          height INTEGER NOT NULL,
          sharpness REAL NOT NULL,
          dark REAL NOT NULL,
          bright REAL NOT NULL,
          mean REAL NOT NULL,
          contrast REAL NOT NULL,
          information REAL NOT NULL,
          motion REAL,
          hash INTEGER NOT NULL,
          kept INTEGER NOT NULL,
          rule TEXT,
          score REAL,
          threshold REAL,
          twin TEXT,
          path TEXT,
          sha256 TEXT,
          bytes INTEGER,
          PRIMARY KEY (video, time_ms)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE runs (
          id TEXT PRIMARY KEY,
          pipeline TEXT NOT NULL,
          state TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed', 'interrupted')),
          options TEXT NOT NULL,
          summary TEXT,
          timeline TEXT,
          started_ms INTEGER NOT NULL,
          ended_ms INTEGER
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE settings (
          key TEXT PRIMARY KEY,
          value TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        """;

    private const string Version2 =
        """
        ALTER TABLE items ADD COLUMN outcome TEXT;

        CREATE TABLE artifacts (
          path TEXT PRIMARY KEY,
          pipeline TEXT NOT NULL,
          video TEXT NOT NULL,
          sha256 TEXT NOT NULL,
          bytes INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX artifacts_by_video ON artifacts (video, pipeline);
        """;

    private const string Version3 =
        """
        CREATE TABLE chunks (
          item TEXT NOT NULL,
          sequence INTEGER NOT NULL,
          fingerprint TEXT NOT NULL,
          attempts INTEGER NOT NULL,
          record TEXT,
          PRIMARY KEY (item, sequence)
        ) STRICT, WITHOUT ROWID;
        """;

    private const string Version4 = "ALTER TABLE frames ADD COLUMN detections TEXT;";

    private const string Version5 =
        """
        CREATE TABLE jobs (
          id TEXT PRIMARY KEY,
          pipeline TEXT NOT NULL,
          options TEXT NOT NULL,
          label TEXT,
          priority INTEGER NOT NULL,
          state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'cancelling', 'succeeded', 'partial', 'failed', 'cancelled')),
          submitter TEXT NOT NULL,
          idempotency_key TEXT,
          request_hash TEXT NOT NULL,
          attempt INTEGER NOT NULL,
          error_code TEXT,
          error_message TEXT,
          created_ms INTEGER NOT NULL,
          started_ms INTEGER,
          ended_ms INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX jobs_by_idempotency ON jobs (submitter, idempotency_key) WHERE idempotency_key IS NOT NULL;
        CREATE INDEX jobs_by_state ON jobs (state, priority);

        CREATE TABLE job_items (
          job TEXT NOT NULL,
          sequence INTEGER NOT NULL,
          item TEXT NOT NULL,
          source TEXT NOT NULL,
          metadata TEXT,
          state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'skipped', 'failed')),
          attempts INTEGER NOT NULL,
          video TEXT,
          note TEXT,
          error_code TEXT,
          error_message TEXT,
          error_detail TEXT,
          retryable INTEGER,
          PRIMARY KEY (job, sequence)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX job_items_by_source ON job_items (source);

        CREATE TABLE job_attempts (
          job TEXT NOT NULL,
          number INTEGER NOT NULL,
          started_ms INTEGER NOT NULL,
          ended_ms INTEGER,
          outcome TEXT CHECK (outcome IN ('succeeded', 'partial', 'failed', 'cancelled', 'interrupted')),
          PRIMARY KEY (job, number)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE job_events (
          job TEXT NOT NULL,
          id INTEGER NOT NULL,
          type TEXT NOT NULL,
          data TEXT NOT NULL,
          PRIMARY KEY (job, id)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE purged_jobs (
          id TEXT PRIMARY KEY,
          purged_ms INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE api_keys (
          id TEXT PRIMARY KEY,
          name TEXT NOT NULL,
          hash TEXT NOT NULL,
          scope TEXT NOT NULL CHECK (scope IN ('read', 'submit', 'admin')),
          created_ms INTEGER NOT NULL,
          expires_ms INTEGER,
          used_ms INTEGER,
          revoked_ms INTEGER
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE webhooks (
          id TEXT PRIMARY KEY,
          url TEXT NOT NULL,
          events TEXT NOT NULL,
          secret TEXT NOT NULL,
          created_ms INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE deliveries (
          id TEXT PRIMARY KEY,
          webhook TEXT NOT NULL,
          event TEXT NOT NULL,
          job TEXT NOT NULL,
          body TEXT NOT NULL,
          state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'failed')),
          attempts TEXT NOT NULL,
          next_ms INTEGER,
          created_ms INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX deliveries_due ON deliveries (next_ms) WHERE state = 'pending';
        CREATE INDEX deliveries_by_webhook ON deliveries (webhook);
        """;

    // The first index reads a page of videos in the order of their ids. It skips indexed images, which may be far more. The
    // second index counts frames without reading their scores.
    private const string Version6 =
        """
        CREATE INDEX items_videos ON items (video, source) WHERE state = 'done' AND pipeline IN ('mine', 'hls', 'chunk');
        CREATE INDEX frames_by_decision ON frames (video, kept, rule, bytes);
        """;

    // The journal lists files that may be deleted: those not recorded yet, and those no longer recorded. Triggers keep it in
    // step with the recorded files, in the same transactions, whatever code writes those rows.
    private static string Version7 =>
        $"""
        PRAGMA application_id = {ApplicationId};
        INSERT OR IGNORE INTO settings (key, value) VALUES ('{LibraryId}', lower(hex(randomblob(16))));

        CREATE TABLE journal (
          path TEXT PRIMARY KEY
        ) STRICT, WITHOUT ROWID;
        INSERT OR IGNORE INTO journal (path)
        SELECT 'uploads/' || name FROM (SELECT source, replace(source, rtrim(source, replace(source, '/', '')), '') AS name FROM job_items)
        WHERE source GLOB '*/uploads/' || name AND substr(name, 1, 24) NOT GLOB '*[^0-9a-f]*' AND length(name) >= 24;

        CREATE TRIGGER frames_added AFTER INSERT ON frames WHEN NEW.path IS NOT NULL
        BEGIN
          DELETE FROM journal WHERE path = NEW.path;
        END;
        CREATE TRIGGER frames_removed AFTER DELETE ON frames WHEN OLD.path IS NOT NULL
        BEGIN
          INSERT OR IGNORE INTO journal (path) VALUES (OLD.path);
        END;
        CREATE TRIGGER frames_changed AFTER UPDATE OF path ON frames WHEN OLD.path IS NOT NEW.path
        BEGIN
          INSERT OR IGNORE INTO journal (path) SELECT OLD.path WHERE OLD.path IS NOT NULL;
          DELETE FROM journal WHERE path = NEW.path;
        END;
        CREATE TRIGGER artifacts_added AFTER INSERT ON artifacts
        BEGIN
          DELETE FROM journal WHERE path = NEW.path;
        END;
        CREATE TRIGGER artifacts_removed AFTER DELETE ON artifacts
        BEGIN
          INSERT OR IGNORE INTO journal (path) VALUES (OLD.path);
        END;
        """;

    // The results of a video stay when reprocessing it fails.
    private const string Version8 =
        """
        DROP INDEX items_videos;
        CREATE INDEX items_present ON items (video, source)
          WHERE state IN ('done', 'failed') AND video IS NOT NULL AND pipeline IN ('mine', 'hls', 'chunk');
        """;

    private const string Version9 = "ALTER TABLE frames ADD COLUMN measured TEXT;";

    /// <summary>Applies the missing migrations, each in its own transaction.</summary>
    public static void Migrate(SqliteConnection connection, string folder, IReadOnlyList<string> migrations)
    {
        var version = ReadVersion(connection);
        RefuseNewer(version, migrations.Count, folder);
        for (; version < migrations.Count; version++)
        {
            WriteTransaction.Run(connection, c => c.Execute(migrations[version]) + c.Execute($"PRAGMA user_version = {version + 1}"));
        }
    }

    /// <summary>Refuses an older or newer schema, which a reader cannot migrate.</summary>
    public static void Check(SqliteConnection connection, string folder)
    {
        var version = ReadVersion(connection);
        RefuseNewer(version, Migrations.Count, folder);
        if (version < Migrations.Count)
        {
            throw new LibraryException(
                "library_older",
                $"Reading the library {folder}: its schema version is {version}, and this version of Reelmill reads {Migrations.Count}. Run any pipeline on the library once to migrate it.");
        }
    }

    private static int ReadVersion(SqliteConnection connection) => (int)connection.Number("PRAGMA user_version");

    private static void RefuseNewer(int version, int known, string folder)
    {
        if (version > known)
        {
            throw new LibraryException(
                "library_newer",
                $"Opening the library {folder}: its schema version is {version}, and this version of Reelmill supports up to {known}. Use the newer version that wrote the library.");
        }
    }
}
