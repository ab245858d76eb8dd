using Reelmill.Library.Artifacts.Disk;
using Reelmill.Library.Catalog;
using Reelmill.Library.Files;

namespace Reelmill.Library.Tests.Artifacts.Disk;

/// <summary>Each test reproduces the disk after a crash at one step of a replacement.</summary>
public sealed class CrashPointTests : StoreFixture
{
    private Artifact[] _old = [];
    private Artifact[] _new = [];
    private string _staging = "";

    [Fact]
    public async Task Before_the_exchange_the_old_folder_stays()
    {
        await PrepareAsync();

        (await SweepAsync(_old)).Restored.ShouldBeEmpty();

        ShouldHold("old");
    }

    [Fact]
    public async Task After_the_exchange_and_before_the_record_the_old_folder_is_restored()
    {
        await PrepareAsync();
        FolderSwap.Install(_staging, Folder["frames", "v"]);

        (await SweepAsync(_old)).Restored.ShouldBe(["frames/v"]);

        ShouldHold("old");
    }

    [Fact]
    public async Task After_the_record_the_new_folder_stays()
    {
        await PrepareAsync();
        FolderSwap.Install(_staging, Folder["frames", "v"]);

        (await SweepAsync(_new)).Restored.ShouldBeEmpty();

        ShouldHold("new");
    }

    [Theory]
    [InlineData(1, "old")]
    [InlineData(2, "old")]
    [InlineData(3, "old")]
    [InlineData(3, "new")]
    public async Task Without_an_atomic_exchange_every_step_of_the_renames_recovers(int steps, string recorded)
    {
        await PrepareAsync();
        var target = Folder["frames", "v"];
        Action[] renames =
        [
            () => Directory.Move(target, _staging + FolderSwap.AsideSuffix),
            () => Directory.Move(_staging, target),
            () => Directory.Move(_staging + FolderSwap.AsideSuffix, _staging),
        ];
        foreach (var rename in renames.Take(steps))
        {
            rename();
        }

        await SweepAsync(recorded == "old" ? _old : _new);

        ShouldHold(recorded);
    }

    [Fact]
    public async Task A_crash_during_the_removal_of_the_replaced_folder_leaves_the_new_one()
    {
        await PrepareAsync();
        FolderSwap.Install(_staging, Folder["frames", "v"]);
        File.Delete(Path.Combine(_staging, "0.jpg"));

        await SweepAsync(_new);

        ShouldHold("new");
    }

    [Fact]
    public async Task A_removed_folder_is_restored_when_the_removal_was_not_recorded()
    {
        await PrepareAsync();
        Directory.Delete(_staging, recursive: true);
        FolderSwap.MoveAside(Folder["frames", "v"], _staging);

        (await SweepAsync(_old)).Restored.ShouldBe(["frames/v"]);

        ShouldHold("old");
    }

    [Fact]
    public async Task A_crash_during_recovery_converges()
    {
        await PrepareAsync();
        FolderSwap.Install(_staging, Folder["frames", "v"]);

        // The first sweep dies right after it has restored the old folder.
        new Sweep(Folder.Path, await Journal.ListAsync("", default)).CheckFolder(_old);
        await SweepAsync(_old);

        ShouldHold("old");
    }

    [Fact]
    public async Task Leftovers_of_one_id_are_not_mistaken_for_those_of_another()
    {
        var known = await CommitAsync("v", ("0.jpg", "old"));
        using var other = await Store.StageAsync("frames", "v-0123456789abcdef");
        await other.WriteAsync("0.jpg", Bytes("old"));
        await File.WriteAllTextAsync(Folder["frames", "v", "0.jpg"], "bad");

        (await SweepAsync(known)).Restored.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_replaced_folder_takes_the_staged_name(bool canExchange)
    {
        await PrepareAsync();

        FolderSwap.Install(_staging, Folder["frames", "v"], canExchange);

        (await File.ReadAllTextAsync(Folder["frames", "v", "0.jpg"])).ShouldBe("new");
        (await File.ReadAllTextAsync(Path.Combine(_staging, "0.jpg"))).ShouldBe("old");
    }

    private async Task PrepareAsync()
    {
        _old = await CommitAsync("v", ("0.jpg", "old"), ("500.jpg", "old"));
        var staged = await Store.StageAsync("frames", "v");
        _new = [await staged.WriteAsync("0.jpg", Bytes("new"))];
        _staging = ListUnfinished().Single();
    }

    private void ShouldHold(string content)
    {
        ListFiles().ShouldBe(content == "old" ? ["frames/v/0.jpg=old", "frames/v/500.jpg=old"] : ["frames/v/0.jpg=new"]);
        ListUnfinished().ShouldBeEmpty();
    }
}
