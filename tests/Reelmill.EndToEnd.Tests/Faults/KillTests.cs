using Reelmill.EndToEnd.Tests.App;
using Reelmill.EndToEnd.Tests.Mining;
using Reelmill.Testing.Commands;
using Reelmill.Testing.Libraries;
using Reelmill.Testing.Programs;

namespace Reelmill.EndToEnd.Tests.Faults;

/// <summary>
/// kill -9 at moments drawn from a printed seed (<c>REELMILL_SEED</c> sets it): what comes out after going on is what an
/// undisturbed run gives, to the byte. This shows what a crash of the process leaves, not what a power loss does.
/// </summary>
public sealed class KillTests(Clips clips, ITestOutputHelper output) : MineTest, IClassFixture<Clips>
{
    private static readonly int RandomKills = Campaign.Share(15);
    private static readonly int NamedKills = Campaign.Share(10);

    /// <summary>Calls, and how often one thread makes them in a run, about; some kills then come in the run's last steps.</summary>
    private static readonly (string Names, int Most)[] Calls =
        [("fsync", 8), ("rename,renameat,renameat2", 3), ("fdatasync", 8), ("pwrite64", 40)];

    private TimeSpan _undisturbed;

    [Fact]
    public async Task Killed_at_random_moments_and_again_during_recovery_a_run_ends_with_the_same_bytes()
    {
        var random = Campaign.Seeded(output.WriteLine);
        var expected = await UndisturbedAsync();
        var kills = 0;
        for (var round = 0; kills < RandomKills; round++)
        {
            round.ShouldBeLessThan(2 * RandomKills);
            var library = new LibraryFolder(Temp[$"killed-{round}"]);
            var family = random.Next(2) == 0;
            kills += await KillAfterAsync(library, _undisturbed * random.NextDouble(), family);
            if (random.Next(2) == 0)
            {
                kills += await KillAfterAsync(library, _undisturbed * 0.6 * random.NextDouble(), family);
            }

            await ShouldGoOnAsync(library, expected, $"round {round}");
        }
    }

    [Fact]
    public async Task Killed_at_the_calls_that_make_results_durable_a_run_ends_with_the_same_bytes()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/strace"), "strace is not installed");
        var random = Campaign.Seeded(output.WriteLine);
        var expected = await UndisturbedAsync();
        var kills = 0;
        for (var round = 0; kills < NamedKills; round++)
        {
            round.ShouldBeLessThan(3 * NamedKills);
            var library = new LibraryFolder(Temp[$"killed-{round}"]);
            var (calls, most) = Calls[round % Calls.Length];
            var at = random.Next(1, most + 1);
            kills += await KillAtAsync(library, calls, at);
            await ShouldGoOnAsync(library, expected, $"{calls} number {at}");
        }
    }

    [Fact]
    public async Task A_decoder_that_is_killed_once_is_restarted_and_the_results_are_the_same()
    {
        var clip = await LongClipAsync();
        await MineAsync(0, clip, "--every", "40ms");
        var other = new LibraryFolder(Temp["other"]);

        await using var run = ReelmillApp.Start("mine", clip, "--library", other.Path, "--every", "40ms", "--json");
        Signals.Send(await ProcessTable.AppearsAsync("ffmpeg", "rawvideo", clip), Signals.Kill);
        var result = await run.EndAsync();

        result.ExitCode.ShouldBe(0, result.Errors);
        other.Contents().ShouldBe(Library.Contents());
        other.ShouldBeWhole();
    }

    [Fact]
    public async Task A_decoder_that_is_killed_twice_fails_its_item_alone_and_a_retry_gives_the_same_bytes()
    {
        var clip = await LongClipAsync();
        await MineAsync(0, clip, clips.Still, "--every", "40ms");
        var other = new LibraryFolder(Temp["other"]);

        await using var run = ReelmillApp.Start("mine", clip, clips.Still, "--library", other.Path, "--every", "40ms", "--json");
        var first = await ProcessTable.AppearsAsync("ffmpeg", "rawvideo", clip);
        Signals.Send(first, Signals.Kill);
        Signals.Send(await ProcessTable.AppearsAfterAsync(first, "ffmpeg", "rawvideo", clip), Signals.Kill);
        var result = await run.EndAsync();

        result.ExitCode.ShouldBe(1, result.Errors);
        result.Json().GetProperty("failures")[0].Text("code").ShouldBe("decoder_crashed");
        result.Json().Number("items", "done").ShouldBe(1);
        await ReelmillApp.ExpectAsync(0, "retry", "--library", other.Path);
        other.Contents().ShouldBe(Library.Contents());
        other.ShouldBeWhole();
    }

    /// <summary>More frames than pipes and queues hold, so that the decoder is still there when it has been seen.</summary>
    private async Task<string> LongClipAsync()
    {
        await Tool.MakeAsync(Temp["long.mp4"], "testsrc2=size=640x360:rate=25", 40);
        return Temp["long.mp4"];
    }

    private string[] Command(LibraryFolder library) => ["mine", clips.Folder, "--library", library.Path, "--every", "200ms", "--quiet"];

    private async Task<string> UndisturbedAsync()
    {
        var began = TimeProvider.System.GetTimestamp();
        await ReelmillApp.ExpectAsync(0, Command(Library));
        _undisturbed = TimeProvider.System.GetElapsedTime(began);
        return Library.Contents();
    }

    /// <summary>Kills the program alone, or it and all that it has started; gives how many programs were still there to kill.</summary>
    private async Task<int> KillAfterAsync(LibraryFolder library, TimeSpan delay, bool family)
    {
        await using var run = ReelmillApp.Start(Command(library));
        await Task.WhenAny(run.Ended, Task.Delay(delay, TimeProvider.System));
        var descendants = family ? ProcessTable.Naming(clips.Folder).Where(id => id != run.Id).ToArray() : [];
        Signals.Send(run.Id, Signals.Kill);
        Array.ForEach(descendants, static id => Signals.Send(id, Signals.Kill));
        return Killed(await run.EndAsync());
    }

    /// <summary>Kills the program when one of its threads makes a call for the n-th time.</summary>
    private async Task<int> KillAtAsync(LibraryFolder library, string calls, int number)
    {
        string[] strace = ["/usr/bin/strace", "-f", "-o", "/dev/null", "-e", $"trace={calls}", "-e", $"inject={calls}:signal=KILL:when={number}"];
        await using var run = ReelmillApp.StartUnder(strace, Command(library));
        return Killed(await run.EndAsync());
    }

    private static int Killed(CommandResult result)
    {
        result.ExitCode.ShouldBeOneOf(0, 128 + Signals.Kill);
        return result.ExitCode == 0 ? 0 : 1;
    }

    private async Task ShouldGoOnAsync(LibraryFolder library, string expected, string when)
    {
        await ProcessTable.GoneAsync(library.Path);
        await ProcessTable.GoneAsync("ffmpeg", clips.Folder);
        await ProcessTable.GoneAsync("ffprobe", clips.Folder);
        await ReelmillApp.ExpectAsync(0, Command(library));
        library.Contents().ShouldBe(expected, when);
        library.ShouldBeWhole();
    }
}
