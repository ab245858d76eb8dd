using Reelmill.Testing;

namespace Reelmill.Processes.Tests;

public sealed class LimitTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly ProcessLauncher _launcher;

    public LimitTests() => _launcher = new ProcessLauncher(_time);

    [Fact]
    public async Task A_silent_process_stalls_when_a_reader_waits_for_it()
    {
        await using var process = _launcher.Start(Stub.Spec("sleep"), CancellationToken.None);
        var id = await Stub.ReadReadyAsync(process);
        var read = process.ReadAsync(new byte[1], CancellationToken.None).AsTask();

        _time.Advance(TimeSpan.FromSeconds(30));

        var failure = await Should.ThrowAsync<ProcessFailedException>(read);
        failure.Reason.ShouldBe(ProcessFailureReason.Stalled);
        failure.Message.ShouldContain("produced no output for 30 s");
        Stub.IsRunning(id).ShouldBeFalse();
    }

    [Fact]
    public async Task A_process_blocked_by_a_slow_reader_does_not_count_as_stalled()
    {
        const int Bytes = 8 << 20;
        await using var process = _launcher.Start(Stub.Spec("stdout", $"{Bytes}"), CancellationToken.None);
        var first = await process.ReadAsync(new byte[10], CancellationToken.None);

        _time.Advance(TimeSpan.FromMinutes(50));

        (first + await Stub.CountOutputAsync(process)).ShouldBe(Bytes);
        (await process.CompleteAsync(CancellationToken.None)).Code.ShouldBe(0);
    }

    [Fact]
    public async Task The_stall_limit_applies_to_a_process_that_has_closed_its_stdout()
    {
        await using var process = _launcher.Start(new("/bin/sh", ["-c", "echo ready 1; exec >&-; exec sleep 1000"]), CancellationToken.None);
        (await Stub.ReadLineAsync(process)).ShouldBe("ready 1");
        (await process.ReadAsync(new byte[1], CancellationToken.None)).ShouldBe(0);
        var complete = process.CompleteAsync(CancellationToken.None);

        _time.Advance(TimeSpan.FromSeconds(30));

        (await Should.ThrowAsync<ProcessFailedException>(complete)).Reason.ShouldBe(ProcessFailureReason.Stalled);
    }

    [Fact]
    public async Task A_wall_limit_beyond_the_timer_range_means_no_limit()
    {
        var spec = new ProcessSpec("true", []) { WallLimit = TimeSpan.FromDays(110) };
        await Should.NotThrowAsync(new ProcessLauncher().RunAsync(spec, 0, CancellationToken.None));
    }

    [Fact]
    public async Task A_process_that_keeps_writing_is_stopped_at_the_wall_limit()
    {
        await using var process = _launcher.Start(Stub.Spec("drip", "20"), CancellationToken.None);
        await process.ReadAsync(new byte[1], CancellationToken.None);

        _time.Advance(TimeSpan.FromHours(1));

        var failure = await Should.ThrowAsync<ProcessFailedException>(Stub.CountOutputAsync(process));
        failure.Reason.ShouldBe(ProcessFailureReason.WallLimit);
    }

    [Fact]
    public void Only_the_time_that_a_reader_waits_counts_toward_the_stall_limit()
    {
        var stalls = 0;
        using var watch = new StallWatch(_time, TimeSpan.FromSeconds(30), () => stalls++);

        watch.BeginWait();
        _time.Advance(TimeSpan.FromSeconds(20));
        watch.EndWait(gotOutput: false);
        _time.Advance(TimeSpan.FromHours(1));
        watch.BeginWait();
        _time.Advance(TimeSpan.FromSeconds(9));
        stalls.ShouldBe(0);

        _time.Advance(TimeSpan.FromSeconds(1));
        stalls.ShouldBe(1);
    }

    [Fact]
    public void Output_resets_the_stall_limit()
    {
        var stalls = 0;
        using var watch = new StallWatch(_time, TimeSpan.FromSeconds(30), () => stalls++);

        watch.BeginWait();
        for (var i = 0; i < 10; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(29));
            watch.ReportActivity();
        }

        stalls.ShouldBe(0);
        _time.Advance(TimeSpan.FromSeconds(30));
        stalls.ShouldBe(1);
    }

    [Fact]
    public void An_infinite_stall_limit_arms_no_timer()
    {
        using var watch = new StallWatch(_time, Timeout.InfiniteTimeSpan, () => throw new InvalidOperationException("stalled"));

        watch.BeginWait();
        _time.Advance(TimeSpan.FromDays(1000));

        _time.ArmedTimers.ShouldBe(0);
    }
}
