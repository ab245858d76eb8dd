using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Ownership;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Testing;

namespace Reelmill.Library.Tests.Catalog.Ownership;

/// <summary>Checks the states of a folder in which a library may be created, and those in which it may not.</summary>
public sealed class LibraryFolderTests : IDisposable
{
    private readonly TempFolder _temp = new();

    private string Folder => _temp["library"];

    /// <summary>The states that are refused, by name.</summary>
    public static TheoryData<string> Refused => [.. States.Keys];

    private static Dictionary<string, Action<string>> States { get; } = new(StringComparer.Ordinal)
    {
        ["a user's files"] = static f => Write(f, "letters/to-anna.txt"),
        ["a user's folders frames, hls and tmp"] = static f =>
        {
            Write(f, "frames/holiday/1.jpg");
            Write(f, "hls/notes.txt");
            Write(f, "tmp/draft.txt");
        },
        ["a file instead of a folder"] = static f => File.WriteAllText(f, "text"),
        ["an empty catalog"] = static f => Write(f, "library.db", string.Empty),
        ["a catalog that is text"] = static f => Write(f, "library.db"),
        ["a catalog of another program"] = static f => ExecuteSql(f, "CREATE TABLE notes (text TEXT); PRAGMA user_version = 3"),
        ["a catalog of another program with a log"] = static f => ExecuteSql(f, "PRAGMA journal_mode = WAL; CREATE TABLE notes (text TEXT)"),
        ["a catalog with another application's id"] = static f => ExecuteSql(f, "PRAGMA application_id = 7; CREATE TABLE items (id TEXT)"),
        ["a folder instead of a catalog"] = static f => Directory.CreateDirectory(Path.Combine(f, "library.db")),
        ["a FIFO instead of a catalog"] = static f => Run("mkfifo", Path.Combine(f, "library.db")),
        ["a symbolic link instead of a catalog"] = static f =>
        {
            CreateLibrary(f + "-other");
            File.CreateSymbolicLink(Path.Combine(f, "library.db"), Path.Combine(f + "-other", "library.db"));
        },
        ["a marker that is text"] = static f => Write(f, "library.json"),
        ["a lock that is text"] = static f => Write(f, "library.lock"),
        ["artifacts without a catalog"] = static f =>
        {
            CreateLibrary(f);
            Write(f, "frames/0123456789abcdef0123/0.jpg");
            File.Delete(Path.Combine(f, "library.db"));
            File.Delete(Path.Combine(f, "library.json"));
        },
        ["a marker without a catalog"] = static f => CreateChangedLibrary(f, static c => File.Delete(c)),
        ["a marker and an empty catalog"] = static f => CreateChangedLibrary(f, static c => File.WriteAllText(c, string.Empty)),
        ["a marker and a catalog that is text"] = static f => CreateChangedLibrary(f, static c => File.WriteAllText(c, "not a database, but long enough to be one, if the first bytes did not matter: they do. Here they say not a database.")),
        ["a marker and the catalog of another library"] = static f =>
        {
            CreateLibrary(f + "-other");
            CreateChangedLibrary(f, c => File.Copy(Path.Combine(f + "-other", "library.db"), c, overwrite: true));
        },
        ["an unfinished library with a user's files"] = static f =>
        {
            Write(f, "library.json", """{"format":"reelmill library","version":1,"id":null,"state":"creating"}""");
            Write(f, "letters.txt");
        },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_folder_that_is_not_a_library_is_refused_and_not_changed(string state)
    {
        if (state != "a file instead of a folder")
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
    [InlineData("the lock of a dead process")]
    [InlineData("a partly written marker")]
    [InlineData("an unfinished library")]
    [InlineData("a library")]
    [InlineData("a library without its marker")]
    public async Task An_empty_folder_and_a_library_are_opened_and_marked(string state)
    {
        switch (state)
        {
            case "an empty folder": Directory.CreateDirectory(Folder); break;
            case "the lock of a dead process": Write(Folder, "library.lock", "4711"); break;
            case "a partly written marker": Write(Folder, ".library.json.tmp", "{"); break;
            case "an unfinished library":
                Write(Folder, "library.json", """{"format":"reelmill library","version":1,"id":null,"state":"creating"}""");
                Write(Folder, "library.db", string.Empty);
                break;
            case "a library": CreateLibrary(Folder); break;
            case "a library without its marker":
                CreateLibrary(Folder);
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
    public async Task A_library_of_an_earlier_version_that_died_before_its_first_checkpoint_is_accepted()
    {
        CreateLibrary(Folder);
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
    public async Task Concurrent_creations_of_a_library_leave_one_usable_library()
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

#pragma warning disable VSTHRD002 // The caller is synchronous, and no synchronization context waits.
    private static void CreateLibrary(string folder) => SqliteCatalog.Open(folder).DisposeAsync().AsTask().GetAwaiter().GetResult();
#pragma warning restore VSTHRD002

    private static void CreateChangedLibrary(string folder, Action<string> change)
    {
        CreateLibrary(folder);
        Write(folder, "frames/0123456789abcdef0123/0.jpg");
        change(Path.Combine(folder, "library.db"));
    }

    private static void Write(string folder, string name, string text = "a user's file")
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, name))!);
        File.WriteAllText(Path.Combine(folder, name), text);
    }

    private static void ExecuteSql(string folder, string sql)
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
