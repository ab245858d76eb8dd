using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Library.Ownership;
using Reelmill.Testing;

namespace Reelmill.Library.Tests.Ownership;

/// <summary>Every state of a folder in which a library must not be made, and every one in which it may.</summary>
public sealed class LibraryFolderTests : IDisposable
{
    private readonly TempFolder _temp = new();

    private string Folder => _temp["library"];

    /// <summary>The states that are refused, by name.</summary>
    public static TheoryData<string> Refused => [.. States.Keys];

    private static Dictionary<string, Action<string>> States { get; } = new(StringComparer.Ordinal)
    {
        ["somebody's files"] = static f => Write(f, "letters/to-anna.txt"),
        ["somebody's frames, hls and tmp"] = static f =>
        {
            Write(f, "frames/holiday/1.jpg");
            Write(f, "hls/notes.txt");
            Write(f, "tmp/draft.txt");
        },
        ["a file for a folder"] = static f => File.WriteAllText(f, "text"),
        ["an empty catalog"] = static f => Write(f, "library.db", string.Empty),
        ["a catalog that is text"] = static f => Write(f, "library.db"),
        ["a catalog of another program"] = static f => Sqlite(f, "CREATE TABLE notes (text TEXT); PRAGMA user_version = 3"),
        ["a catalog of another program with a log"] = static f => Sqlite(f, "PRAGMA journal_mode = WAL; CREATE TABLE notes (text TEXT)"),
        ["a catalog with another application's id"] = static f => Sqlite(f, "PRAGMA application_id = 7; CREATE TABLE items (id TEXT)"),
        ["a folder for a catalog"] = static f => Directory.CreateDirectory(Path.Combine(f, "library.db")),
        ["a FIFO for a catalog"] = static f => Run("mkfifo", Path.Combine(f, "library.db")),
        ["a link for a catalog"] = static f =>
        {
            Make(f + "-other");
            File.CreateSymbolicLink(Path.Combine(f, "library.db"), Path.Combine(f + "-other", "library.db"));
        },
        ["a marker that is text"] = static f => Write(f, "library.json"),
        ["a lock that is text"] = static f => Write(f, "library.lock"),
        ["artifacts without a catalog"] = static f =>
        {
            Make(f);
            Write(f, "frames/0123456789abcdef0123/0.jpg");
            File.Delete(Path.Combine(f, "library.db"));
            File.Delete(Path.Combine(f, "library.json"));
        },
        ["a marker without a catalog"] = static f => Made(f, static c => File.Delete(c)),
        ["a marker and an empty catalog"] = static f => Made(f, static c => File.WriteAllText(c, string.Empty)),
        ["a marker and a catalog that is text"] = static f => Made(f, static c => File.WriteAllText(c, "not a database, but long enough to be one, if the first bytes did not matter: they do. Here they say not a database.")),
        ["a marker and the catalog of another library"] = static f =>
        {
            Make(f + "-other");
            Made(f, c => File.Copy(Path.Combine(f + "-other", "library.db"), c, overwrite: true));
        },
        ["a library that was being made, with files of somebody"] = static f =>
        {
            Write(f, "library.json", """{"format":"reelmill library","version":1,"id":null,"state":"creating"}""");
            Write(f, "letters.txt");
        },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_folder_that_is_no_library_is_refused_and_not_touched(string state)
    {
        if (state != "a file for a folder")
        {
            Directory.CreateDirectory(Folder);
        }

        States[state](Folder);
        SqliteConnection.ClearAllPools();
        var before = FolderSnapshot.Describe(_temp.Path);

        Should.Throw<LibraryException>(() => SqliteCatalog.Open(Folder)).Code.ShouldBe("not_a_library");
        Should.Throw<LibraryException>(() => LibraryFolder.Require(Folder)).Code.ShouldBe("not_a_library");
        Should.Throw<LibraryException>(() => SqliteCatalog.OpenReadOnly(Folder)).Code.ShouldBe("not_a_library");

        FolderSnapshot.Describe(_temp.Path).ShouldBe(before);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("an empty folder")]
    [InlineData("a lock of a process that died")]
    [InlineData("a marker that was not written to its end")]
    [InlineData("a library that was being made")]
    [InlineData("a library")]
    [InlineData("a library that has lost its marker")]
    public async Task A_free_folder_and_a_library_are_opened_and_marked(string state)
    {
        switch (state)
        {
            case "an empty folder": Directory.CreateDirectory(Folder); break;
            case "a lock of a process that died": Write(Folder, "library.lock", "4711"); break;
            case "a marker that was not written to its end": Write(Folder, ".library.json.tmp", "{"); break;
            case "a library that was being made":
                Write(Folder, "library.json", """{"format":"reelmill library","version":1,"id":null,"state":"creating"}""");
                Write(Folder, "library.db", string.Empty);
                break;
            case "a library": Make(Folder); break;
            case "a library that has lost its marker":
                Make(Folder);
                File.Delete(Path.Combine(Folder, "library.json"));
                break;
        }

        string? id;
        await using (var catalog = SqliteCatalog.Open(Folder))
        {
            id = await catalog.SettingAsync(Schema.LibraryId);
        }

        LibraryMarker.Read(Folder).ShouldBe(new LibraryMarker(id, MarkerState.Ready));
        await SqliteCatalog.OpenReadOnly(Folder).DisposeAsync();
        await SqliteCatalog.Open(Folder).DisposeAsync();
        LibraryMarker.Read(Folder)!.Id.ShouldBe(id);
    }

    [Fact]
    public async Task A_library_of_an_earlier_version_that_was_killed_before_its_first_checkpoint_is_accepted()
    {
        Make(Folder);
        var copy = _temp["copy"];
        Directory.CreateDirectory(copy);
        await using (var catalog = SqliteCatalog.Open(Folder))
        {
            await catalog.EnqueueAsync([new NewItem("mine", "/a.mp4")]);
            SqliteConnection.ClearAllPools();
        }

        using (var connection = new SqliteConnection($"Data Source={Path.Combine(copy, "library.db")};Pooling=False"))
        {
            connection.Open();
            connection.Execute("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0");
            Schema.Migrate(connection, copy, [.. Schema.Migrations.Take(6)]);
            Directory.CreateDirectory(Folder + "-killed");
            File.Copy(Path.Combine(copy, "library.db"), Path.Combine(Folder + "-killed", "library.db"));
            File.Copy(Path.Combine(copy, "library.db-wal"), Path.Combine(Folder + "-killed", "library.db-wal"));
        }

        await SqliteCatalog.Open(Folder + "-killed").DisposeAsync();
        LibraryMarker.Read(Folder + "-killed").ShouldNotBeNull();
    }

    [Fact]
    public async Task Of_two_that_make_a_library_at_once_one_does_and_the_other_is_told()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            try
            {
                return SqliteCatalog.Open(Folder);
            }
            catch (LibraryException e) when (e.Code is "library_in_use" or "not_a_library")
            {
                return null;
            }
        })));

        all.OfType<SqliteCatalog>().ShouldNotBeEmpty();
        foreach (var catalog in all.OfType<SqliteCatalog>())
        {
            await catalog.DisposeAsync();
        }

        await SqliteCatalog.Open(Folder).DisposeAsync();
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _temp.Dispose();
    }

#pragma warning disable VSTHRD002 // What calls it is not asynchronous, and no context waits for it.
    private static void Make(string folder) => SqliteCatalog.Open(folder).DisposeAsync().AsTask().GetAwaiter().GetResult();
#pragma warning restore VSTHRD002

    private static void Made(string folder, Action<string> change)
    {
        Make(folder);
        Write(folder, "frames/0123456789abcdef0123/0.jpg");
        change(Path.Combine(folder, "library.db"));
    }

    private static void Write(string folder, string name, string text = "of somebody")
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, name))!);
        File.WriteAllText(Path.Combine(folder, name), text);
    }

    private static void Sqlite(string folder, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "library.db")};Pooling=False");
        connection.Open();
        connection.Execute(sql);
    }

    private static void Run(string program, string argument)
    {
        using var process = Process.Start(program, [argument]);
        process.WaitForExit();
        process.ExitCode.ShouldBe(0);
    }
}
