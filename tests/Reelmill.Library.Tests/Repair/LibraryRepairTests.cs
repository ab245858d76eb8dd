using Microsoft.Data.Sqlite;
using Reelmill.Library.Access;
using Reelmill.Library.Artifacts;
using Reelmill.Library.Artifacts.Disk;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Ownership;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Library.Manifest;
using Reelmill.Library.Repair;
using Reelmill.Testing;

namespace Reelmill.Library.Tests.Repair;

public sealed class LibraryRepairTests : IDisposable
{
    private const string Video = "0123456789abcdef0123";
    private const string Unlisted = "fedcba98765432100123";

    private readonly TempFolder _temp = new();

    /// <summary>The kinds of damage to a catalog, by name.</summary>
    public static TheoryData<string> Damages => [.. DamageActions.Keys];

    private static Dictionary<string, Action<string>> DamageActions { get; } = new(StringComparer.Ordinal)
    {
        ["deleted"] = File.Delete,
        ["emptied"] = static db => File.WriteAllText(db, string.Empty),
        ["replaced by text"] = static db => File.WriteAllText(db, "not a database"),
        ["replaced by another library's"] = static db =>
        {
            var other = Path.GetDirectoryName(db) + "-other";
#pragma warning disable VSTHRD002 // The caller is synchronous, and no synchronization context waits.
            SqliteCatalog.Open(other).DisposeAsync().AsTask().GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
            File.Copy(Path.Combine(other, "library.db"), db, overwrite: true);
        },
        ["zeroed after its header"] = static db => Change(db, 100, static bytes => Array.Clear(bytes)),
        ["zeroed in its middle"] = static db => Change(db, (int)new FileInfo(db).Length / 2, static bytes => Array.Clear(bytes)),
        ["cut in half"] = static db =>
        {
            using var file = File.OpenWrite(db);
            file.SetLength(file.Length / 2 / 4096 * 4096);
        },
        ["replaced by a folder"] = static db =>
        {
            File.Delete(db);
            Directory.CreateDirectory(db);
        },
    };

    private string Folder => _temp["library"];

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task A_library_is_restored_from_its_files_without_losing_any(string damage)
    {
        await CreateLibraryAsync();
        SqliteConnection.ClearAllPools();
        var before = ListFilesExcept("library.");
        DamageActions[damage](Path.Combine(Folder, "library.db"));

        var result = await RepairAsync();

        result.CatalogRebuilt.ShouldBeTrue(damage);
        ListFilesExcept("library.", "lost+found").ShouldBe(before);
        await using (var catalog = SqliteCatalog.OpenReadOnly(Folder))
        {
            var frames = (await catalog.FramesAsync().ToListAsync()).Select(static f => (f.Video, f.TimeMs, f.Kept, f.Rule, f.Path, f.Sha256)).ToArray();
            frames.Where(static f => f.Video == Video).ShouldBe(
            [
                (Video, 0, true, "kept", $"frames/{Video}/0.jpg", Hash("zero")),
                (Video, 500, false, "sharpness", null, null),
            ]);
            frames.Where(static f => f.Video == Unlisted).ShouldHaveSingleItem().Path.ShouldBe($"frames/{Unlisted}/1000.jpg");
            (await catalog.EntriesAsync().ToListAsync()).First(static e => e.Frame.Video == Video).Source.ShouldBe("/a.mp4");
            (await catalog.FilesAsync("hls", Video)).Select(static f => f.Path).ShouldBe([$"hls/{Video}/master.m3u8", $"hls/{Video}/v.m4s"]);
        }

        (await RepairAsync()).ShouldSatisfyAllConditions(
            static r => r.CatalogRebuilt.ShouldBeFalse(),
            static r => r.Moved.ShouldBeEmpty());
        await SqliteCatalog.Open(Folder).DisposeAsync();
        var journal = SqliteCatalog.Open(Folder);
        await using var _ = journal;
        using var store = new DiskArtifactStore(Folder, new Journal(journal));
        (await store.SweepAsync(journal.ArtifactsAsync())).Removed.ShouldBeEmpty();
    }

    [Fact]
    public async Task Scores_and_API_keys_survive_a_damaged_index()
    {
        await CreateLibraryAsync();
        await using (var catalog = SqliteCatalog.Open(Folder))
        {
            await new KeyStore(catalog).CreateAsync("anna", AccessScope.Admin, null, default);
        }

        SqliteConnection.ClearAllPools();
        using (var connection = new SqliteConnection($"Data Source={Path.Combine(Folder, "library.db")};Pooling=False"))
        {
            connection.Open();
            var page = connection.Number("SELECT rootpage FROM sqlite_schema WHERE name = 'attempts_open'");
            connection.Close();
            Change(Path.Combine(Folder, "library.db"), (int)(page - 1) * 4096, static bytes => Array.Fill(bytes, (byte)0xFF, 0, 4096));
        }

        var result = await RepairAsync();

        result.CatalogRebuilt.ShouldBeTrue();
        result.Salvaged.ShouldBeGreaterThan(3);
        await using var repaired = SqliteCatalog.OpenReadOnly(Folder);
        (await repaired.ListFramesAsync(Video))[0].Sharpness.ShouldBe(12.5);
        (await new KeyStore(repaired).ListAsync(default)).ShouldHaveSingleItem().Name.ShouldBe("anna");
    }

    [Fact]
    public async Task Files_of_streams_are_listed_again_when_only_their_table_is_damaged()
    {
        await CreateLibraryAsync();
        SqliteConnection.ClearAllPools();
        using (var connection = new SqliteConnection($"Data Source={Path.Combine(Folder, "library.db")};Pooling=False"))
        {
            connection.Open();
            connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
            var page = connection.Number("SELECT rootpage FROM sqlite_schema WHERE name = 'artifacts'");
            connection.Close();
            Change(Path.Combine(Folder, "library.db"), (int)(page - 1) * 4096, static bytes => Array.Fill(bytes, (byte)0xFF, 0, 4096));
        }

        var result = await RepairAsync();

        result.CatalogRebuilt.ShouldBeTrue();
        result.Moved.ShouldBeEmpty();
        await using var repaired = SqliteCatalog.OpenReadOnly(Folder);
        (await repaired.FilesAsync("hls", Video)).Select(static f => f.Path).ShouldBe([$"hls/{Video}/master.m3u8", $"hls/{Video}/v.m4s"]);
    }

    [Fact]
    public async Task A_killed_repair_resumes()
    {
        await CreateLibraryAsync();
        SqliteConnection.ClearAllPools();
        var marker = LibraryMarker.Read(Folder)!;
        (marker with { State = MarkerState.Repairing, OldCatalogPath = "lost+found/catalog-1", OwnsOldCatalog = true }).Write(Folder);
        Directory.CreateDirectory(_temp["library", "lost+found", "catalog-1"]);
        File.Move(Path.Combine(Folder, "library.db"), _temp["library", "lost+found", "catalog-1", "library.db"]);
        await File.WriteAllTextAsync(Path.Combine(Folder, "library.db.repair"), "half a cata");

        Should.Throw<LibraryException>(() => SqliteCatalog.Open(Folder)).Code.ShouldBe("not_a_library");
        (await RepairAsync()).Salvaged.ShouldBeGreaterThan(3);

        LibraryMarker.Read(Folder).ShouldBe(marker);
        await using var catalog = SqliteCatalog.OpenReadOnly(Folder);
        (await catalog.ListFramesAsync(Video))[0].Sharpness.ShouldBe(12.5);
    }

    [Fact]
    public async Task Unknown_files_keep_their_relative_paths_and_overwrite_nothing()
    {
        await CreateLibraryAsync();
        foreach (var name in new[] { "frames/holiday/1.jpg", "tmp/a", "lost+found/tmp/a", "lost+found/tmp/a.1", "notes.txt" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_temp["library", name])!);
            await File.WriteAllTextAsync(_temp["library", name], name);
        }

        (await RepairAsync()).Moved.ShouldBe([$"lost+found/frames/{Unlisted}", "lost+found/frames/holiday", "lost+found/tmp/a.2"], ignoreOrder: true);

        (await File.ReadAllTextAsync(_temp["library", "lost+found", "tmp", "a.2"])).ShouldBe("tmp/a");
        (await File.ReadAllTextAsync(_temp["library", "lost+found", "tmp", "a"])).ShouldBe("lost+found/tmp/a");
        File.Exists(_temp["library", "notes.txt"]).ShouldBeTrue();
    }

    [Fact]
    public async Task A_folder_without_artifacts_is_refused_and_not_changed()
    {
        Directory.CreateDirectory(_temp["library", "frames", "holiday"]);
        await File.WriteAllTextAsync(_temp["library", "frames", "holiday", "1.jpg"], "a user's file");
        var before = FolderSnapshot.Describe(Folder);

        (await Should.ThrowAsync<LibraryException>(() => RepairAsync())).Code.ShouldBe("not_a_library");
        FolderSnapshot.Describe(Folder).ShouldBe(before);
        (await Should.ThrowAsync<LibraryException>(() => new LibraryRepair(_temp["none"], TimeProvider.System, static _ => { }).ExecuteAsync(null, default))).Code.ShouldBe("library_not_found");
    }

    [Theory]
    [InlineData("https://host/a.mp4?token=1", "https://host/a.mp4?token=…", "https://host/a.mp4?token=…")]
    [InlineData("uploads/0123456789abcdef01234567.mp4", "/where/it/was/uploads/0123456789abcdef01234567.mp4", "{library}/uploads/0123456789abcdef01234567.mp4")]
    [InlineData("/videos/a.mp4", "/videos/a.mp4", "/videos/a.mp4")]
    public async Task Chunks_are_restored_after_a_move_and_for_a_URL_with_secrets(string identity, string manifestSource, string source)
    {
        await CreateLibraryAsync();
        Directory.CreateDirectory(_temp["library", "uploads"]);
        await File.WriteAllTextAsync(_temp["library", "uploads", "0123456789abcdef01234567.mp4"], "an upload");
        var id = ItemId.Compute("chunk", identity);
        Directory.CreateDirectory(_temp["library", "chunks", id]);
        await File.WriteAllTextAsync(_temp["library", "chunks", id, "chunk_0000.mp4"], "a chunk");
        await File.WriteAllTextAsync(
            _temp["library", "chunks", id, "manifest.json"],
            $$"""{"source":"{{manifestSource}}","source_sha256":"{{Hash("a")}}","segments":[{"sequence":0,"file":"chunk_0000.mp4","sha256":"{{Hash("a chunk")}}"}]}""");
        SqliteConnection.ClearAllPools();
        File.Delete(Path.Combine(Folder, "library.db"));

        var result = await RepairAsync();

        result.Moved.ShouldNotContain(static m => m.Contains("chunks", StringComparison.Ordinal));
        await using var catalog = SqliteCatalog.OpenReadOnly(Folder);
        (await catalog.ItemsAsync(new ItemFilter { Pipeline = "chunk" }).ToListAsync()).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            i => i.Id.ShouldBe(id),
            i => i.Source.ShouldBe(source.Replace("{library}", Folder, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Chunks_that_match_neither_their_manifest_nor_their_source_are_not_restored()
    {
        await CreateLibraryAsync();
        var id = ItemId.Compute("chunk", "/a.mp4");
        Directory.CreateDirectory(_temp["library", "chunks", id]);
        await File.WriteAllTextAsync(_temp["library", "chunks", id, "chunk_0000.mp4"], "another chunk");
        await File.WriteAllTextAsync(
            _temp["library", "chunks", id, "manifest.json"],
            $$"""{"source":"/b.mp4","source_sha256":"{{Hash("a")}}","segments":[{"sequence":0,"file":"chunk_0000.mp4","sha256":"{{Hash("a chunk")}}"}]}""");
        SqliteConnection.ClearAllPools();
        File.Delete(Path.Combine(Folder, "library.db"));

        (await RepairAsync()).Moved.ShouldContain(m => m == $"lost+found/chunks/{id}");
    }

    [Fact]
    public async Task Missing_keys_are_restored_from_a_backup_and_differing_keys_stay()
    {
        await CreateLibraryAsync();
        var secret = StreamSecret.Create(Folder);
        await using (var catalog = SqliteCatalog.OpenReadOnly(Folder))
        {
            (await KeyBackup.WriteAsync(catalog, _temp["keys.json"], default)).ShouldBe(1);
        }

        File.GetUnixFileMode(_temp["keys.json"]).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.Delete(Path.Combine(Folder, "keys.secret"));
        Directory.Delete(_temp["library", "keys"], recursive: true);
        (await RepairAsync(_temp["keys.json"])).Keys.ShouldBe(2);
        StreamSecret.Read(Folder).ShouldBe(secret);
        (await File.ReadAllTextAsync(_temp["library", "keys", Video, "0001.key"])).ShouldBe("sixteen bytes...");

        await File.WriteAllTextAsync(_temp["library", "keys", Video, "0001.key"], "other bytes.....");
        (await RepairAsync(_temp["keys.json"])).DifferingKeys.ShouldBe([$"keys/{Video}/0001.key"]);
        (await File.ReadAllTextAsync(_temp["library", "keys", Video, "0001.key"])).ShouldBe("other bytes.....");
        await File.WriteAllTextAsync(_temp["bad.json"], "{}");
        (await Should.ThrowAsync<LibraryException>(() => RepairAsync(_temp["bad.json"]))).Code.ShouldBe("bad_keys");
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _temp.Dispose();
    }

    private static string Hash(string text) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));

    private static void Change(string path, int from, Action<byte[]> change)
    {
        using var file = File.Open(path, FileMode.Open, FileAccess.ReadWrite);
        file.Position = from;
        var bytes = new byte[file.Length - from];
        file.ReadExactly(bytes);
        change(bytes);
        file.Position = from;
        file.Write(bytes);
    }

    private Task<RepairResult> RepairAsync(string? keys = null)
    {
        SqliteConnection.ClearAllPools();
        return new LibraryRepair(Folder, TimeProvider.System, static _ => { }).ExecuteAsync(keys, default);
    }

    private string[] ListFilesExcept(params string[] prefixes) =>
    [
        .. Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
            .Where(f => !prefixes.Any(p => Path.GetRelativePath(Folder, f).StartsWith(p, StringComparison.Ordinal)))
            .Select(f => $"{Path.GetRelativePath(Folder, f)}={File.ReadAllText(f)}").Order(StringComparer.Ordinal),
    ];

    /// <summary>Creates a library with a mined video, a stream and its key, and a frame that neither the manifest nor the catalog lists.</summary>
    private async Task CreateLibraryAsync()
    {
        await using var catalog = SqliteCatalog.Open(Folder);
        using var store = new DiskArtifactStore(Folder, new Journal(catalog));
        var id = await catalog.StartAsync("/a.mp4");
        using (var staged = await store.StageAsync("frames", Video))
        {
            var file = await staged.WriteAsync("0.jpg", "zero"u8.ToArray());
            FrameRecord[] frames = [Samples.Frame(Video, 0) with { Path = file.Path, Sha256 = file.Sha256, Bytes = file.Bytes }, Samples.Frame(Video, 500, kept: false)];
            await staged.CommitAsync(token => catalog.CompleteAsync(id, Samples.Result(Video), frames, token));
        }

        await ManifestWriter.WriteAsync(catalog, Path.Combine(Folder, "manifest.jsonl"));
        var stream = await catalog.StartAsync("/a.mp4", "hls");
        using (var staged = await store.StageAsync("hls", Video))
        {
            Artifact[] files = [await staged.WriteAsync("master.m3u8", "#EXTM3U"u8.ToArray()), await staged.WriteAsync("v.m4s", "segment"u8.ToArray())];
            await staged.CommitAsync(token => catalog.CompleteAsync(stream, Samples.Result(Video) with { Files = files }, null, token));
        }

        await store.AddAsync("keys", Video, "0001.key", "sixteen bytes..."u8.ToArray());
        Directory.CreateDirectory(_temp["library", "frames", Unlisted]);
        await File.WriteAllTextAsync(_temp["library", "frames", Unlisted, "1000.jpg"], "not listed");
    }
}
