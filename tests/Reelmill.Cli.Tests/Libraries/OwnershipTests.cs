using Reelmill.Cli.Tests.Mining;
using Reelmill.Cli.Tests.Running;
using Reelmill.Testing.Commands;
using Reelmill.Testing.Libraries;
using Reelmill.Testing.Programs;

namespace Reelmill.Cli.Tests.Libraries;

/// <summary>Every command that writes refuses every folder that is no library, and leaves it as it was.</summary>
public sealed class OwnershipTests(Clips clips, ITestOutputHelper output) : MineTest, IClassFixture<Clips>
{
    [Fact]
    public async Task Every_writing_command_refuses_a_folder_that_is_no_library_and_touches_nothing()
    {
        var runs = 0;
        foreach (var (state, make) in States())
        {
            var folder = Temp[state.Replace(' ', '-')];
            await make(folder);
            var before = FolderSnapshot.Describe(Temp.Path);
            foreach (var command in Commands(folder))
            {
                var result = await CommandLine.RunAsync(command);

                result.ExitCode.ShouldNotBe(0, $"{state}: {string.Join(' ', command)}");
                result.Errors.ShouldContain("not_a_library", Case.Sensitive, $"{state}: {string.Join(' ', command)}\n{result.Errors}");
                FolderSnapshot.Describe(Temp.Path).ShouldBe(before, $"{state}: {string.Join(' ', command)}");
                runs++;
            }
        }

        output.WriteLine($"{runs} commands on {States().Length} kinds of folders");
    }

    [Fact]
    public async Task Following_the_advice_restores_a_library_without_a_catalog()
    {
        await MineAsync(0, clips.Pattern, clips.Spiral);
        var before = Library.Contents();
        File.Delete(Path.Combine(Library.Path, "library.db"));

        var refused = await CommandLine.ExpectAsync(2, "mine", clips.Pattern, "--library", Library.Path);
        await FollowAsync(refused.Errors);

        Library.Contents().ShouldBe(before);
        await CommandLine.ExpectAsync(0, "decide", "--library", Library.Path);
        Library.Contents().ShouldBe(before);
        (await CommandLine.ExpectAsync(0, "status", "--library", Library.Path, "--json")).Json().Number("items", "done").ShouldBe(2);
        await MineAsync(0, clips.Pattern, clips.Spiral);
        Library.Contents().ShouldBe(before);
        Library.ShouldBeWhole();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Following_the_advice_restores_a_library_with_a_damaged_catalog(int kind)
    {
        await MineAsync(0, clips.Pattern, clips.Spiral);
        var before = Library.Contents();
        var catalog = Path.Combine(Library.Path, "library.db");
        var bytes = await File.ReadAllBytesAsync(catalog);
        await File.WriteAllBytesAsync(catalog, kind switch
        {
            0 => [.. bytes.Take(100), .. new byte[bytes.Length - 100]],
            1 => [.. bytes.Take(bytes.Length / 2 / 4096 * 4096)],
            _ => [.. bytes.Select((b, i) => i >= 4096 && i % 3 == 0 ? (byte)~b : b)],
        });

        var refused = await CommandLine.RunAsync("decide", "--library", Library.Path);
        refused.ExitCode.ShouldNotBe(0);
        refused.Errors.ShouldContain("library_damaged");
        await FollowAsync(refused.Errors);

        Library.Contents().ShouldBe(before);
        await MineAsync(0, clips.Pattern, clips.Spiral);
        Library.Contents().ShouldBe(before);
        Library.ShouldBeWhole();
    }

    [Theory]
    [InlineData("collection.json")]
    [InlineData("segment-00000001.vectors")]
    public async Task Following_the_advice_restores_damaged_vectors(string name)
    {
        await MineAsync(0, clips.Spiral);
        string[] index = ["index", Library.Path, "--library", Library.Path, "--collection", "images", "--quiet"];
        string[] search = ["search", "--library", Library.Path, "--collection", "images", "--image", Library.Files("frames")[0], "-k", "5", "--json"];
        await CommandLine.ExpectAsync(0, index);
        var found = (await CommandLine.ExpectAsync(0, search)).Output;
        var path = Path.Combine(Library.Path, "vectors", "images", name);
        var bytes = await File.ReadAllBytesAsync(path);
        bytes.AsSpan(8, 64).Fill(0xEE);
        await File.WriteAllBytesAsync(path, bytes);

        var refused = await CommandLine.RunAsync(search);
        refused.Errors.ShouldContain("library_damaged");
        await FollowAsync(refused.Errors);
        await CommandLine.ExpectAsync(0, index);

        (await CommandLine.ExpectAsync(0, search)).Output.ShouldBe(found);
    }

    [Fact]
    public async Task Foreign_files_beside_chunks_survive_another_cut()
    {
        string[] Cut(string seconds) => ["chunk", clips.Pattern, "--library", Library.Path, "--processor", "encode", "--duration", seconds, "--quiet"];
        await CommandLine.ExpectAsync(0, Cut("1"));
        var folder = Directory.GetDirectories(Path.Combine(Library.Path, "chunks")).ShouldHaveSingleItem();
        string[] others = ["notes.txt", "chunk_0099.mp4", "chunk_notes.txt", "joined.txt"];
        Array.ForEach(others, name => File.WriteAllText(Path.Combine(folder, name), "foreign"));

        await CommandLine.ExpectAsync(0, Cut("2"));

        Directory.EnumerateFiles(folder).Select(static f => Path.GetFileName(f)).ShouldBe(["chunk_0000.mp4", "chunk_0001.mp4", "manifest.json", .. others], ignoreOrder: true);
        others.ShouldAllBe(name => File.ReadAllText(Path.Combine(folder, name)) == "foreign");
    }

    [Fact]
    public async Task Nothing_is_exported_or_published_over_the_files_of_the_library()
    {
        await MineAsync(0, clips.Spiral);
        var before = Lasting(Library.Path);
        foreach (var name in new[] { "library.db", "manifest.jsonl", "frames", "frames/more", "hls", "keys.secret", "." })
        {
            var path = Path.Combine(Library.Path, name);
            string[][] commands =
            [
                ["export", "--library", Library.Path, "--format", "csv", "--output", path],
                ["export", "--library", Library.Path, "--format", "keys", "--output", path],
                ["export", "--library", Library.Path, "--format", "webdataset", "--output", path],
                ["report", "--library", Library.Path, "--output", path],
            ];
            foreach (var command in commands)
            {
                (await CommandLine.RunAsync(command)).Errors.ShouldContain("output_not_ours", Case.Sensitive, string.Join(' ', command));
            }
        }

        Lasting(Library.Path).ShouldBe(before);
    }

    [Fact]
    public async Task Keys_of_streams_survive_the_catalog_and_come_back_from_their_backup()
    {
        string[] command = ["hls", clips.Still, "--library", Library.Path, "--encrypt", "--preset", "ultrafast", "--ladder", "144:60", "--quiet"];
        await CommandLine.ExpectAsync(0, command);
        var keys = FolderSnapshot.Describe(Path.Combine(Library.Path, "keys"));
        var secret = Path.Combine(Library.Path, "keys.secret");
        File.GetUnixFileMode(secret).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await CommandLine.ExpectAsync(0, "export", "--library", Library.Path, "--format", "keys", "--output", Temp["keys.json"]);
        File.GetUnixFileMode(Temp["keys.json"]).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);

        File.Delete(Path.Combine(Library.Path, "library.db"));
        await CommandLine.ExpectAsync(0, "repair", "--library", Library.Path);
        FolderSnapshot.Describe(Path.Combine(Library.Path, "keys")).ShouldBe(keys);
        var stream = Directory.GetDirectories(Path.Combine(Library.Path, "hls")).ShouldHaveSingleItem();
        var ofStream = Path.Combine(Library.Path, "keys", Path.GetFileName(stream));
        await CommandLine.ExpectAsync(0, "hls-check", stream, "--keys", ofStream);

        var lost = await File.ReadAllTextAsync(secret);
        File.Delete(secret);
        Directory.Delete(Path.Combine(Library.Path, "keys"), recursive: true);
        await CommandLine.ExpectAsync(0, "repair", "--library", Library.Path, "--keys", Temp["keys.json"]);
        (await File.ReadAllTextAsync(secret)).ShouldBe(lost);
        await CommandLine.ExpectAsync(0, "hls-check", stream, "--keys", ofStream);
        await CommandLine.ExpectAsync(0, command);
        await CommandLine.ExpectAsync(0, "hls-check", stream, "--keys", ofStream);
    }

    [Fact]
    public async Task Unknown_files_are_listed_by_status_and_moved_by_repair_and_a_second_repair_changes_nothing()
    {
        await MineAsync(0, clips.Spiral);
        var canary = CanaryTree.Plant(Library.Path, inside: true);
        await MineAsync(0, clips.Spiral, "--every", "500ms");
        canary.ShouldBeUntouched(inside: true, repaired: false, "mined again");

        var status = (await CommandLine.ExpectAsync(0, "status", "--library", Library.Path, "--json")).Json();
        status.Number("unknown", "total").ShouldBeGreaterThan(10);
        (await CommandLine.ExpectAsync(0, "status", "--library", Library.Path)).Output.ShouldContain("frames/holiday");
        await CommandLine.ExpectAsync(0, "repair", "--library", Library.Path, "--json");
        canary.ShouldBeUntouched(inside: true, repaired: true, "repaired");
        File.Exists(Path.Combine(Library.Path, "frames/holiday/1.jpg")).ShouldBeFalse();
        (await CommandLine.ExpectAsync(0, "status", "--library", Library.Path, "--json")).Json().Number("unknown", "total").ShouldBe(0);
        Library.ShouldBeWhole();

        var before = Lasting(Library.Path);
        await CommandLine.ExpectAsync(0, "repair", "--library", Library.Path);
        Lasting(Library.Path).ShouldBe(before);
    }

    /// <summary>All but the lock, and what SQLite has beside the catalog while it is read.</summary>
    private static string[] Lasting(string library) =>
        [.. FolderSnapshot.Describe(library).Split('\n').Where(static line => !line.StartsWith("library.lock ", StringComparison.Ordinal) && !line.StartsWith("library.db-", StringComparison.Ordinal))];

    /// <summary>Runs the command that a message names.</summary>
    private async Task FollowAsync(string message)
    {
        var advice = message.Split('\'').FirstOrDefault(static part => part.StartsWith("reelmill ", StringComparison.Ordinal)).ShouldNotBeNull(message);
        output.WriteLine(advice);
        await CommandLine.ExpectAsync(0, advice.Split(' ')[1..]);
    }

    private (string Name, Func<string, Task> Make)[] States() =>
    [
        ("foreign folders", static folder => Task.FromResult(CanaryTree.Plant(folder, inside: true))),
        ("a database of another program", static folder =>
        {
            CanaryTree.Plant(folder, inside: true);
            var page = new byte[4096];
            "SQLite format 3\0"u8.CopyTo(page);
            page[71] = 7;
            return File.WriteAllBytesAsync(Path.Combine(folder, "library.db"), page);
        }),
        ("a lost catalog", folder => LibraryAsync(folder, static db => File.Delete(db))),
        ("an empty catalog", folder => LibraryAsync(folder, static db => File.WriteAllText(db, string.Empty))),
        ("a catalog of text", folder => LibraryAsync(folder, static db => File.WriteAllText(db, "text"))),
        ("a folder for a catalog", folder => LibraryAsync(folder, static db =>
        {
            File.Delete(db);
            Directory.CreateDirectory(db);
        })),
        ("a link for a catalog", folder => LibraryAsync(folder, static db =>
        {
            File.Move(db, db + ".real");
            File.CreateSymbolicLink(db, db + ".real");
        })),
        ("a lost catalog and no marker", folder => LibraryAsync(folder, static db =>
        {
            File.Delete(db);
            File.Delete(Path.Combine(Path.GetDirectoryName(db)!, "library.json"));
        })),
    ];

    private async Task LibraryAsync(string folder, Action<string> damage)
    {
        await CommandLine.ExpectAsync(0, "mine", clips.Black, "--library", folder, "--quiet");
        CanaryTree.Plant(folder, inside: true);
        damage(Path.Combine(folder, "library.db"));
    }

    private string[][] Commands(string folder) =>
    [
        ["mine", clips.Spiral, "--library", folder],
        ["mine", clips.Spiral, "--library", folder, "--embed"],
        ["hls", clips.Spiral, "--library", folder],
        ["chunk", clips.Spiral, "--library", folder],
        ["index", clips.Folder, "--library", folder],
        ["decide", "--library", folder],
        ["retry", "--library", folder],
        ["collections", "create", "faces", "--library", folder],
        ["collections", "drop", "faces", "--library", folder],
        ["keys", "create", "--name", "anna", "--scope", "admin", "--library", folder],
        ["serve", "--library", folder, "--port", "0"],
    ];
}
