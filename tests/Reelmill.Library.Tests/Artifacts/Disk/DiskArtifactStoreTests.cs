using Reelmill.Library.Artifacts;

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
        Everything().ShouldBe(["frames/v/0.jpg=ZERO", "frames/v/500.jpg=half", "frames/w/0.jpg=other"]);
        (await File.ReadAllTextAsync(Store.FullPath(added.Path))).ShouldBe("half");
    }

    [Fact]
    public async Task A_file_is_removed_and_the_last_one_takes_its_folder_along()
    {
        await CommitAsync("v", ("0.jpg", "zero"), ("500.jpg", "half"));

        (await Store.RemoveAsync("frames/v/0.jpg")).ShouldBeTrue();
        Everything().ShouldBe(["frames/v/500.jpg=half"]);
        (await Store.RemoveAsync("frames/v/0.jpg")).ShouldBeFalse();
        (await Store.RemoveAsync("frames/v/500.jpg")).ShouldBeTrue();
        Directory.Exists(Folder["frames", "v"]).ShouldBeFalse();
    }

    [Fact]
    public async Task A_sweep_removes_what_the_catalog_does_not_know()
    {
        var known = await CommitAsync("v", ("0.jpg", "zero"), ("500.jpg", "added, not recorded"));
        await CommitAsync("unknown", ("0.jpg", "committed, not recorded"));
        var staged = Store.Stage("frames", "w");
        await staged.WriteAsync("0.jpg", Bytes("staged"));
        await File.WriteAllTextAsync(Folder["tmp", "x.part"], "half a fi");

        var result = await SweepAsync(known[0]);

        Everything().ShouldBe(["frames/v/0.jpg=zero"]);
        result.Restored.ShouldBeEmpty();
        result.Missing.ShouldBeEmpty();
        result.Removed.Count.ShouldBe(4);
        result.Removed.Take(2).ShouldBe(["frames/v/500.jpg", "frames/unknown"]);
        result.Removed.Skip(2).ShouldAllBe(r => r.StartsWith("tmp/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_sweep_tells_which_files_are_missing()
    {
        var known = await CommitAsync("v", ("0.jpg", "zero"), ("500.jpg", "half"));
        File.Delete(Folder["frames", "v", "500.jpg"]);

        (await SweepAsync([.. known, new Artifact("frames/w/0.jpg", "aa", 2)])).Missing.ShouldBe(["frames/v/500.jpg", "frames/w/0.jpg"]);
    }

    [Fact]
    public async Task A_sweep_of_a_new_or_clean_library_does_nothing()
    {
        (await SweepAsync()).Removed.ShouldBeEmpty();
        var known = await CommitAsync("v", ("0.jpg", "zero"));

        var result = await SweepAsync(known);

        (result.Removed.Count, result.Restored.Count, result.Missing.Count).ShouldBe((0, 0, 0));
    }
}
