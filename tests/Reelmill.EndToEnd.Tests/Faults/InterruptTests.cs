using Reelmill.EndToEnd.Tests.App;
using Reelmill.EndToEnd.Tests.Mining;
using Reelmill.Testing.Commands;
using Reelmill.Testing.Libraries;
using Reelmill.Testing.Programs;

namespace Reelmill.EndToEnd.Tests.Faults;

public sealed class InterruptTests(Clips clips) : MineTest, IAsyncLifetime, IClassFixture<Clips>
{
    private const string ResumeHint = "To resume, run the same command again; finished items are skipped.";
    private ClipServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await ClipServer.StartAsync(clips.Folder);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Dispose();
    }

    [Theory]
    [InlineData(Signals.Interrupt)]
    [InlineData(Signals.Terminate)]
    [InlineData(Signals.HangUp)]
    public async Task The_first_signal_finishes_work_in_flight_and_the_same_command_resumes(int signal)
    {
        await using var run = ReelmillApp.Start(Command(Library));
        await _server.Held.WaitAsync(TestTimeout.Limit, TimeProvider.System);
        run.Send(signal);
        await run.SaysAsync("Stopping");
        run.HasEnded.ShouldBeFalse();
        _server.LetGo();
        var stopped = await run.EndAsync();

        stopped.ExitCode.ShouldBe(130, stopped.Errors);
        stopped.Errors.ShouldContain(ResumeHint);
        stopped.Json().Number("items", "done").ShouldBeInRange(1, clips.All.Length - 1);
        Library.Frames().ShouldContain(f => f.Source == _server.Url("held/pattern.mp4"));
        Library.ShouldBeWhole();
        await ShouldGoOnAsync();
    }

    [Theory]
    [InlineData(Signals.Interrupt)]
    [InlineData(Signals.Terminate)]
    [InlineData(Signals.HangUp)]
    public async Task The_second_signal_cancels_at_once_and_the_same_command_resumes(int signal)
    {
        await using var run = ReelmillApp.Start(Command(Library));
        await _server.Held.WaitAsync(TestTimeout.Limit, TimeProvider.System);
        run.Send(signal);
        await run.SaysAsync("Stopping");
        run.Send(signal);
        var cancelled = await run.EndAsync().WaitAsync(TestTimeout.Limit, TimeProvider.System);

        cancelled.ExitCode.ShouldBe(130, cancelled.Errors);
        cancelled.Errors.ShouldContain(ResumeHint);
        cancelled.Output.ShouldBeEmpty();
        _server.LetGo();
        await ShouldGoOnAsync();
    }

    [Theory]
    [InlineData(Signals.Interrupt)]
    [InlineData(Signals.Terminate)]
    [InlineData(Signals.HangUp)]
    public async Task The_second_signal_ends_a_decoder_that_hangs(int signal)
    {
        var clip = Temp["long.mp4"];
        await Tool.MakeAsync(clip, "testsrc2=size=640x360:rate=25", 40);
        await using var run = ReelmillApp.Start("mine", clip, "--library", Library.Path, "--every", "40ms");
        Signals.Send(await ProcessTable.AppearsAsync("ffmpeg", "rawvideo", clip), Signals.Stop);
        run.Send(signal);
        await run.SaysAsync("Stopping");
        run.Send(signal);
        var cancelled = await run.EndAsync().WaitAsync(TestTimeout.Limit, TimeProvider.System);

        cancelled.ExitCode.ShouldBe(130, cancelled.Errors);
        await ProcessTable.GoneAsync(clip);
        await MineAsync(0, clip);
        Library.ShouldBeWhole();
    }

    /// <summary>One input after the other, so that one that is held back leaves others that have not begun.</summary>
    private string[] Command(LibraryFolder library) =>
    [
        "mine", .. clips.All.Select(c => _server.Url($"{(c == clips.Pattern ? "held" : "clip")}/{Path.GetFileName(c)}")),
        "--library", library.Path, "--json", "--sequential",
    ];

    private async Task ShouldGoOnAsync()
    {
        await ProcessTable.GoneAsync(Library.Path);
        await ReelmillApp.ExpectAsync(0, Command(Library));
        var undisturbed = new LibraryFolder(Temp["undisturbed"]);
        await ReelmillApp.ExpectAsync(0, Command(undisturbed));
        Library.Contents().ShouldBe(undisturbed.Contents());
        Library.ShouldBeWhole();
        Library.Files("videos").ShouldBeEmpty();
    }
}
