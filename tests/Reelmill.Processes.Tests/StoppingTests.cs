using Reelmill.Testing;

namespace Reelmill.Processes.Tests;

public sealed class StoppingTests
{
    private static readonly TimeSpan ShortGrace = TimeSpan.FromMilliseconds(300);
    private readonly ProcessLauncher _launcher = new();

    [Fact]
    public async Task Disposing_interrupts_the_process_first_so_that_it_can_finish()
    {
        var process = _launcher.Start(Stub.Spec("polite"), CancellationToken.None);
        await Stub.ReadReadyAsync(process);

        await process.DisposeAsync();

        var exit = await process.Exit;
        exit.Code.ShouldBe(0);
        exit.ErrorTail.ShouldContain("finished what was in flight");
    }

    [Fact]
    public async Task A_process_that_ignores_the_interrupt_is_killed()
    {
        var process = _launcher.Start(Stub.Spec("stubborn") with { StopGrace = ShortGrace }, CancellationToken.None);
        var id = await Stub.ReadReadyAsync(process);

        await process.DisposeAsync();

        (await process.Exit).Signal.ShouldBe(9);
        Directory.Exists($"/proc/{id}").ShouldBeFalse("the process must be reaped too");
    }

    [Fact]
    public async Task A_limit_that_expires_during_disposal_does_not_throw_from_its_timer()
    {
        for (var i = 0; i < 100; i++)
        {
            var time = new ManualTimeProvider();
            var process = new ProcessLauncher(time).Start(new ProcessSpec("/bin/sh", ["-c", "exec sleep 1000"]), CancellationToken.None);
            var disposing = Task.Run(() => process.DisposeAsync().AsTask(), CancellationToken.None);

            // Timer callbacks run on this thread, so an exception in one fails the test.
            while (!disposing.IsCompleted)
            {
                time.Advance(TimeSpan.FromSeconds(0.1));
                await Task.Yield();
            }

            await disposing;
        }
    }

    [Fact]
    public async Task A_suspended_process_is_killed()
    {
        var process = _launcher.Start(Stub.Spec("sleep") with { StopGrace = ShortGrace }, CancellationToken.None);
        var id = await Stub.ReadReadyAsync(process);
        await Stub.SignalAsync("STOP", id);

        await process.DisposeAsync();

        (await process.Exit).Signal.ShouldBe(9);
    }

    [Fact]
    public async Task A_process_blocked_on_a_full_pipe_is_stopped()
    {
        var process = _launcher.Start(Stub.Spec("stdout", "10000000000") with { StopGrace = ShortGrace }, CancellationToken.None);
        await process.ReadAsync(new byte[10], CancellationToken.None);

        await process.DisposeAsync();

        process.Exit.IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task Disposing_kills_the_whole_process_tree()
    {
        var process = _launcher.Start(Stub.Spec("tree", "2") with { StopGrace = ShortGrace }, CancellationToken.None);
        int[] tree = [await Stub.ReadReadyAsync(process), await Stub.ReadReadyAsync(process), await Stub.ReadReadyAsync(process)];

        await process.DisposeAsync();

        await Task.WhenAll(tree.Select(Stub.WaitForExitAsync));
        tree.Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public async Task A_descendant_in_another_session_is_killed_with_the_tree()
    {
        var spec = new ProcessSpec("/bin/sh", ["-c", "trap '' INT; setsid sh -c 'echo ready $$; sleep 1000'; true"]) { StopGrace = ShortGrace };
        var process = _launcher.Start(spec, CancellationToken.None);
        var id = await Stub.ReadReadyAsync(process);

        await process.DisposeAsync();

        await Stub.WaitForExitAsync(id);
    }

    [Fact]
    public async Task Cancellation_stops_the_process_and_is_not_reported_as_a_failure()
    {
        using var cancel = new CancellationTokenSource();
        await using var process = _launcher.Start(Stub.Spec("sleep"), cancel.Token);
        var id = await Stub.ReadReadyAsync(process);
        var read = process.ReadAsync(new byte[1], CancellationToken.None).AsTask();

        await cancel.CancelAsync();

        (await Should.ThrowAsync<OperationCanceledException>(read)).CancellationToken.ShouldBe(cancel.Token);
        Stub.IsRunning(id).ShouldBeFalse();
    }

    [Fact]
    public async Task A_canceled_run_leaves_no_process_behind()
    {
        using var cancel = new CancellationTokenSource();
        var started = new TaskCompletionSource();
        var spec = new ProcessSpec("/bin/sh", ["-c", "echo here >&2; exec sleep 1000"]) { OnErrorLine = _ => started.TrySetResult() };
        var run = _launcher.RunAsync(spec, 100, cancel.Token);
        await started.Task;

        await cancel.CancelAsync();

        (await Should.ThrowAsync<OperationCanceledException>(run)).CancellationToken.ShouldBe(cancel.Token);
    }

    [Fact]
    public void An_already_canceled_token_starts_no_process()
    {
        Should.Throw<OperationCanceledException>(() => _launcher.Start(Stub.Spec("sleep"), new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task A_child_is_killed_when_its_parent_is_killed()
    {
        await using var parent = _launcher.Start(Stub.Spec("launch"), CancellationToken.None);
        var child = await Stub.ReadReadyAsync(parent);
        Stub.IsRunning(child).ShouldBeTrue();

        await Stub.SignalAsync("KILL", parent.Id);

        await Stub.WaitForExitAsync(child);
    }
}
