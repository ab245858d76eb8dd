using Reelmill.EndToEnd.Tests.App;
using Reelmill.Testing.Commands;
using Reelmill.Testing.Programs;

namespace Reelmill.EndToEnd.Tests.Mining;

/// <summary>Folders and lists that are watched.</summary>
public sealed class FollowTests(Clips clips) : MineTest, IClassFixture<Clips>
{
    [Fact]
    public async Task New_files_and_list_lines_are_mined_once_even_after_a_kill_until_a_signal_stops_the_run()
    {
        var (folder, list) = (Temp["watched"], Temp["list.txt"]);
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(list, "");
        string[] command = ["mine", folder, list, "--library", Library.Path, "--follow"];
        await using (var killed = ReelmillApp.Start(command))
        {
            File.Move(Copied(clips.Spiral), Path.Combine(folder, "spiral.mp4"));
            await VideosAsync(1, killed);
            Signals.Send(killed.Id, Signals.Kill);
            await killed.EndAsync();
        }

        await ProcessTable.GoneAsync(Library.Path);
        await using var run = ReelmillApp.Start([.. command, "--json"]);
        await File.AppendAllTextAsync(list, clips.Pattern + "\n");
        await VideosAsync(2, run);
        File.Move(Copied(clips.Fractal), Path.Combine(folder, "fractal.mp4"));
        await VideosAsync(3, run);
        run.Send(Signals.Interrupt);

        var result = await run.EndAsync();
        result.ExitCode.ShouldBe(130, result.Errors);

        // The kill may have come before the first video was in the catalog; then it is done again.
        (result.Json().Number("items", "done") + result.Json().Number("items", "skipped")).ShouldBe(3);
        result.Json().Number("items", "failed").ShouldBe(0);
        Library.ShouldBeWhole();
    }

    [Theory]
    [InlineData("-", "processed as they arrive")]
    [InlineData("nowhere/", "'nowhere/' does not exist")]
    public async Task Inputs_that_cannot_be_watched_are_refused(string name, string why) =>
        (await ReelmillApp.ExpectAsync(2, "mine", name, "--library", Library.Path, "--follow")).Errors.ShouldContain(why);

    /// <summary>A copy that was not changed for a while.</summary>
    private string Copied(string clip)
    {
        var copy = Temp[Path.GetFileName(clip)];
        File.Copy(clip, copy);
        File.SetLastWriteTimeUtc(copy, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        return copy;
    }

    private async Task VideosAsync(int count, AppRun run)
    {
        var frames = Path.Combine(Library.Path, "frames");
        while (!run.HasEnded && !(Directory.Exists(frames) && Directory.EnumerateDirectories(frames).Count() >= count))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        run.HasEnded.ShouldBeFalse(run.Errors());
    }
}
