using Reelmill.Cli.Tests.Running;
using Reelmill.Testing.Commands;
using Reelmill.Testing.Libraries;
using Reelmill.Testing.Programs;

namespace Reelmill.Cli.Tests.Mining;

public sealed class AgainTests(Clips clips) : MineTest, IClassFixture<Clips>
{
    [Fact]
    public async Task A_repeated_command_skips_everything_with_a_reason_and_writes_nothing()
    {
        await MineAsync(0, clips.Folder);
        var before = Library.WriteTimes();

        var again = (await MineAsync(0, clips.Folder)).Json();

        again.Number("items", "skipped").ShouldBe(clips.All.Length);
        again.GetProperty("skips").EnumerateArray().ShouldAllBe(static s => s.Text("why") == "done already: same source, options and tools");
        Library.WriteTimes().ShouldBe(before);
    }

    [Fact]
    public async Task Another_interval_mines_again_and_gives_the_reason()
    {
        await MineAsync(0, clips.Pattern);

        var again = await MineAsync(0, clips.Pattern, "--every", "400ms");

        again.Errors.ShouldContain("pattern.mp4: done again: every 1000ms -> 400ms");
        again.Json().Number("items", "done").ShouldBe(1);
        Library.Frames().Select(static f => f.TimeMs).ShouldBe([0, 400, 800, 1200, 1600, 2000, 2400, 2800, 3200, 3600]);
        Library.ShouldBeWhole();
    }

    [Fact]
    public async Task Changing_the_interval_and_back_gives_the_same_bytes()
    {
        await MineAsync(0, clips.Folder);
        var before = Library.Contents();

        await MineAsync(0, clips.Folder, "--every", "500ms");
        await MineAsync(0, clips.Folder);

        Library.Contents().ShouldBe(before);
        Library.ShouldBeWhole();
    }

    [Fact]
    public async Task A_changed_file_is_mined_again()
    {
        var clip = Temp["clip.mp4"];
        File.Copy(clips.Pattern, clip);
        await MineAsync(0, clip);
        File.Copy(clips.Fractal, clip, overwrite: true);

        var again = await MineAsync(0, clip);

        again.Errors.ShouldContain("clip.mp4: done again: the file has changed");
        Library.Frames().Select(static f => f.Video).Distinct(StringComparer.Ordinal).Count().ShouldBe(1);

        // The files of content that nobody has any more go when a run begins.
        await MineAsync(0, clip);
        Library.ShouldBeWhole();
    }

    [Fact]
    public async Task A_file_that_changes_during_mining_fails_and_the_next_run_does_it()
    {
        var clip = Temp["clip.mp4"];
        await Tool.MakeAsync(clip, "testsrc2=size=640x360:rate=25", 40);
        File.Copy(clips.Fractal, Temp["new.mp4"]);
        var run = CommandLine.RunAsync("mine", clip, "--library", Library.Path, "--every", "40ms");
        var decoder = await ProcessTable.AppearsAsync("ffmpeg", "rawvideo", clip);
        Signals.Send(decoder, Signals.Stop);
        File.Move(Temp["new.mp4"], clip, overwrite: true);
        Signals.Send(decoder, Signals.Continue);
        var first = await run;
        first.ExitCode.ShouldBe(1);
        first.Output.ShouldContain("source_changed");

        await MineAsync(0, clip, "--every", "40ms");

        Library.Frames().ShouldNotBeEmpty();
        Library.ShouldBeWhole();
    }

    [Fact]
    public async Task A_deleted_frame_is_restored()
    {
        await MineAsync(0, clips.Pattern, clips.Still);
        var before = Library.Contents();
        File.Delete(Library.KeptFiles()[0]);

        await MineAsync(0, clips.Pattern, clips.Still);

        Library.Contents().ShouldBe(before);
    }

    [Theory]
    [InlineData("--sequential")]
    [InlineData("--set=workers.frames=1")]
    [InlineData("--set=workers.save=4")]
    [InlineData("--set=queue.score=1")]
    public async Task The_number_of_workers_changes_no_byte(string option)
    {
        await MineAsync(0, clips.Folder);
        var other = new LibraryFolder(Temp["other"]);

        await CommandLine.ExpectAsync(0, "mine", clips.Folder, "--library", other.Path, option, "--quiet");

        other.Contents().ShouldBe(Library.Contents());
    }

    [Fact]
    public async Task The_order_of_the_inputs_changes_no_byte()
    {
        await MineAsync(0, clips.All);
        var other = new LibraryFolder(Temp["other"]);

        foreach (var clip in clips.All.Reverse())
        {
            await CommandLine.ExpectAsync(0, "mine", clip, "--library", other.Path, "--quiet");
        }

        other.Contents().ShouldBe(Library.Contents());
    }

    [Fact]
    public async Task The_second_writer_of_a_library_is_refused()
    {
        await MineAsync(0, clips.Still);
        await using var holder = new FileStream(Temp["library", "library.lock"], FileMode.Open, FileAccess.Write, FileShare.None);

        var refused = await CommandLine.ExpectAsync(1, "mine", clips.Pattern, "--library", Library.Path);

        refused.Errors.ShouldContain("library_in_use");
    }
}
