using Reelmill.Library.Catalog;

namespace Reelmill.Library.Tests.Artifacts.Disk;

public sealed class DiskArtifactStoreTests : StoreFixture
{
    [Fact]
    public async Task A_file_is_added_to_a_folder_and_replaced_there()
    {
        await CommitAsync("v", ("0.jpg", "zero"));

        var added = await Store.AddAsync("frames", "v", "500.jpg", Bytes("half"));
        await Store.AddAsync("frames", "v", "0.jpg", Bytes("ZERO"));
        await Store.AddAsync("frames", "w", "0.jpg", Bytes("other"));

        added.Path.ShouldBe("frames/v/500.jpg");
        ListFiles().ShouldBe(["frames/v/0.jpg=ZERO", "frames/v/500.jpg=half", "frames/w/0.jpg=other"]);
        (await File.ReadAllTextAsync(Store.FullPath(added.Path))).ShouldBe("half");
    }

    [Fact]
    public async Task Removing_the_last_file_removes_its_folder()
    {
        await CommitAsync("v", ("0.jpg", "zero"), ("500.jpg", "half"));

        (await Store.RemoveAsync("frames/v/0.jpg")).ShouldBeTrue();
        ListFiles().ShouldBe(["frames/v/500.jpg=half"]);
        (await Store.RemoveAsync("frames/v/0.jpg")).ShouldBeFalse();
        (await Store.RemoveAsync("frames/v/500.jpg")).ShouldBeTrue();
        Directory.Exists(Folder["frames", "v"]).ShouldBeFalse();
    }

    [Fact]
    public async Task A_sweep_removes_journaled_files_that_the_catalog_does_not_record()
    {
        var known = await CommitAsync("v", ("0.jpg", "zero"), ("500.jpg", "added, not recorded"));
        await CommitAsync("unknown", ("0.jpg", "committed, not recorded"));
        var staged = await Store.StageAsync("frames", "w");
        await staged.WriteAsync("0.jpg", Bytes("staged"));

        var result = await SweepAsync(known[0]);

        ListFiles().ShouldBe(["frames/v/0.jpg=zero"]);
        result.Restored.ShouldBeEmpty();
        result.Missing.ShouldBeEmpty();
        result.Removed.Count.ShouldBe(3);
        result.Removed.Take(2).ShouldBe(["frames/unknown/0.jpg", "frames/v/500.jpg"]);
        result.Removed[2].ShouldStartWith("tmp/session-");
        (await Journal.ListAsync("", default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_sweep_keeps_files_that_are_not_in_the_journal()
    {
        var known = await CommitAsync("v", ("0.jpg", "zero"));
        string[] foreignFiles =
        [
            "frames/v/500.jpg", "frames/v/notes.txt", "frames/holiday/1.jpg", "frames/readme", "hls/v/master.m3u8", "tmp/x.part",
            "tmp/frames-v-0123456789abcdef/0.jpg", "tmp/session-0123456789abcdef/0.jpg", "videos/0123456789abcdef", "keys/v/0001.key",
        ];
        foreach (var name in foreignFiles)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Folder[name])!);
            await File.WriteAllTextAsync(Folder[name], "a user's file");
        }

        await SweepAsync(known);
        await SweepAsync(known);

        ListFiles().ShouldBe([.. foreignFiles.Select(static name => $"{name}=a user's file").Append("frames/v/0.jpg=zero").Order(StringComparer.Ordinal)]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_users_files_survive_the_replacement_and_the_removal_of_their_folder(bool empty)
    {
        await CommitAsync("v", ("0.jpg", "old"), ("500.jpg", "old"));
        await File.WriteAllTextAsync(Folder["frames", "v", "notes.txt"], "notes");
        Directory.CreateDirectory(Folder["frames", "v", "more", "still"]);
        await File.WriteAllTextAsync(Folder["frames", "v", "more", "still", "a"], "a");
        var written = File.GetLastWriteTimeUtc(Folder["frames", "v", "notes.txt"]);

        await (empty ? CommitAsync("v") : CommitAsync("v", ("0.jpg", "new")));

        ListFiles().ShouldBe([.. empty ? [] : new[] { "frames/v/0.jpg=new" }, "frames/v/more/still/a=a", "frames/v/notes.txt=notes"]);
        File.GetLastWriteTimeUtc(Folder["frames", "v", "notes.txt"]).ShouldBe(written);
    }

    [Fact]
    public async Task A_users_file_with_the_name_of_a_new_artifact_moves_to_lost_and_found()
    {
        Directory.CreateDirectory(Folder["frames", "v"]);
        await File.WriteAllTextAsync(Folder["frames", "v", "0.jpg"], "a user's file");
        await File.WriteAllTextAsync(Folder["frames", "v", "500.jpg"], "a user's file");

        await CommitAsync("v", ("0.jpg", "new"));
        await Store.AddAsync("frames", "v", "500.jpg", Bytes("added"));

        ListFiles().ShouldBe(["frames/v/0.jpg=new", "frames/v/500.jpg=added", "lost+found/frames/v/0.jpg=a user's file", "lost+found/frames/v/500.jpg=a user's file"]);
    }

    [Fact]
    public async Task A_sweep_reports_missing_files()
    {
        var known = await CommitAsync("v", ("0.jpg", "zero"), ("500.jpg", "half"));
        File.Delete(Folder["frames", "v", "500.jpg"]);

        (await SweepAsync([.. known, new Artifact("frames/w/0.jpg", "aa", 2)])).Missing.ShouldBe(["frames/v/500.jpg", "frames/w/0.jpg"]);
    }

    [Fact]
    public async Task A_sweep_of_a_clean_library_changes_nothing()
    {
        (await SweepAsync()).Removed.ShouldBeEmpty();
        var known = await CommitAsync("v", ("0.jpg", "zero"));

        var result = await SweepAsync(known);

        result.Removed.ShouldAllBe(static path => path.StartsWith("tmp/session-", StringComparison.Ordinal));
        (result.Restored.Count, result.Missing.Count).ShouldBe((0, 0));
    }
}
