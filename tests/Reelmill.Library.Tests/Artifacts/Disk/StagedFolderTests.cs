using System.Security.Cryptography;
using Reelmill.Library.Catalog;

namespace Reelmill.Library.Tests.Artifacts.Disk;

public sealed class StagedFolderTests : StoreFixture
{
    [Fact]
    public async Task A_commit_shows_all_files_and_leaves_nothing_behind()
    {
        var artifacts = await CommitAsync("v", ("0.jpg", "zero"), ("1000.jpg", "one"));

        ListFiles().ShouldBe(["frames/v/0.jpg=zero", "frames/v/1000.jpg=one"]);
        artifacts[1].ShouldBe(new Artifact("frames/v/1000.jpg", Convert.ToHexStringLower(SHA256.HashData(Bytes("one"))), 3));
        ListUnfinished().ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_is_visible_before_the_commit_or_without_it()
    {
        using (var staged = await Store.StageAsync("frames", "v"))
        {
            await staged.WriteAsync("0.jpg", Bytes("zero"));
            Directory.Exists(Folder["frames"]).ShouldBeFalse();
        }

        ListFiles().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_commit_replaces_the_whole_previous_folder()
    {
        await CommitAsync("v", ("0.jpg", "old"), ("500.jpg", "old"));

        await CommitAsync("v", ("0.jpg", "new"));

        ListFiles().ShouldBe(["frames/v/0.jpg=new"]);
    }

    [Fact]
    public async Task A_commit_without_files_removes_the_previous_folder()
    {
        await CommitAsync("v", ("0.jpg", "old"));

        await CommitAsync("v");
        await CommitAsync("w");

        Directory.GetDirectories(Folder["frames"]).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("first", false, "")]
    [InlineData("again", false, "frames/again/0.jpg=old")]
    [InlineData("again", true, "frames/again/0.jpg=old")]
    public async Task A_failed_recording_restores_the_previous_folder(string id, bool empty, string expected)
    {
        await CommitAsync("again", ("0.jpg", "old"));
        using (var staged = await Store.StageAsync("frames", id))
        {
            if (!empty)
            {
                await staged.WriteAsync("0.jpg", Bytes("new"));
            }

            await Should.ThrowAsync<LibraryException>(() => staged.CommitAsync(_ => throw new LibraryException("disk_full", "full")));
        }

        ListFiles().Where(f => f.Contains($"/{id}/", StringComparison.Ordinal)).ShouldBe(expected.Length == 0 ? [] : [expected]);
        ListUnfinished().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_recording_of_unknown_outcome_keeps_both_folders_for_the_sweep()
    {
        var old = await CommitAsync("v", ("0.jpg", "old"));
        using (var staged = await Store.StageAsync("frames", "v"))
        {
            await staged.WriteAsync("0.jpg", Bytes("new"));
            await Should.ThrowAsync<LibraryException>(() => staged.CommitAsync(_ => throw new LibraryException("library_io", "fsync failed")));
        }

        ListFiles().Length.ShouldBe(2);
        (await SweepAsync(old)).Restored.ShouldBe(["frames/v"]);
        ListFiles().ShouldBe(["frames/v/0.jpg=old"]);
    }

    [Fact]
    public async Task Files_can_be_written_concurrently()
    {
        using var staged = await Store.StageAsync("frames", "v");

        await Parallel.ForAsync(0, 50, async (i, token) => await staged.WriteAsync($"{i}.jpg", Bytes($"{i}"), token));
        await staged.CommitAsync(RecordAsync);

        ListFiles().Length.ShouldBe(50);
    }

    [Fact]
    public async Task Items_with_the_same_content_commit_one_after_the_other()
    {
        var recorded = "";
        await Parallel.ForAsync(0, 20, async (i, token) =>
        {
            using var staged = await Store.StageAsync("frames", "v", token);
            await staged.WriteAsync("0.jpg", Bytes($"{i}"), token);
            await staged.CommitAsync(
                async _ =>
                {
                    await Task.Yield();
                    recorded = $"{i}";
                },
                token);
        });

        ListFiles().ShouldBe([$"frames/v/0.jpg={recorded}"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData(".hidden")]
    [InlineData("-rf")]
    [InlineData("a/b")]
    [InlineData("/etc/passwd")]
    [InlineData("a\0b")]
    [InlineData("a b")]
    [InlineData("é")]
    public async Task Names_with_other_characters_are_refused(string name)
    {
        using var staged = await Store.StageAsync("frames", "v");

        await Should.ThrowAsync<ArgumentException>(() => staged.WriteAsync(name, Bytes("x")));
        await Should.ThrowAsync<ArgumentException>(() => Store.StageAsync("frames", name));
        Should.Throw<ArgumentException>(() => Store.FullPath($"frames/v/{name}"));
        await staged.CommitAsync(RecordAsync);
    }

    [Fact]
    public async Task A_second_write_of_a_name_is_refused_and_the_first_stays()
    {
        using var staged = await Store.StageAsync("frames", "v");
        await staged.WriteAsync("0.jpg", Bytes("first"));

        await Should.ThrowAsync<LibraryException>(() => staged.WriteAsync("0.jpg", Bytes("second")));
        await staged.CommitAsync(RecordAsync);

        ListFiles().ShouldBe(["frames/v/0.jpg=first"]);
    }

    [Fact]
    public async Task A_replaced_file_has_the_later_bytes()
    {
        using var staged = await Store.StageAsync("frames", "v");
        await staged.WriteAsync("0.jpg", Bytes("first"));
        await staged.WriteAsync("1.jpg", Bytes("other"));

        await staged.ReplaceAsync("0.jpg", Bytes("second"));
        await staged.CommitAsync(RecordAsync);

        ListFiles().ShouldBe(["frames/v/0.jpg=second", "frames/v/1.jpg=other"]);
        staged.Files.Select(static f => f.Path).ShouldBe(["frames/v/0.jpg", "frames/v/1.jpg"]);
    }
}
