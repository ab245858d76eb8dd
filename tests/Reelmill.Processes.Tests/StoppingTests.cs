using Reelmill.Testing;

namespace Reelmill.Processes.Tests;

public sealed class StoppingTests
{
    private static readonly TimeSpan ShortGrace = TimeSpan.FromMilliseconds(300);
    private readonly ProcessLauncher _launcher = new();

    [Fact]
    public async Task Disposing_interrupts_first_so_that_the_process_can_finish()
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
        Directory.Exists($"/proc/{id}").ShouldBeFalse("it must be reaped too");
    }

    [Fact]
    public async Task A_limit_that_passes_while_the_process_is_disposed_throws_into_no_timer()
    {
        for (var i = 0; i < 100; i++)
        {
            var time = new ManualTimeProvider();
            var process = new ProcessLauncher(time).Start(new ProcessSpec("/bin/sh", ["-c", "exec sleep 1000"]), CancellationToken.None);
            var disposing = Task.Run(() => process.DisposeAsync().AsTask(), CancellationToken.None);

            // A timer's callback runs on this thread, where what it throws is this test's failure.
            while (!disposing.IsCompleted)
            {
                time.Advance(TimeSpan.FromSeconds(0.1));
                await Task.Yield();
            }

            await disposing;
        }
    }

    [Fact]
    public async Task A_stopped_process_is_killed()
    {
        var process = _launcher.Start(Stub.Spec("sleep") with { StopGrace = ShortGrace }, CancellationToken.None);
        var id = await Stub.ReadReadyAsync(process);
        await Stub.SignalAsync("STOP", id);

        await process.DisposeAsync();

        (await process.Exit).Signal.ShouldBe(9);
    }

    [Fact]
    public async Task A_process_that_is_blocked_on_its_full_pipe_is_stopped()
    {
        var process = _launcher.Start(Stub.Spec("stdout", "10000000000") with { StopGrace = ShortGrace }, CancellationToken.None);
        await process.ReadAsync(new byte[10], CancellationToken.None);

        await process.DisposeAsync();

        process.Exit.IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task The_whole_tree_dies()
    {
        var process = _launcher.Start(Stub.Spec("tree", "2") with { StopGrace = ShortGrace }, CancellationToken.None);
        int[] family = [await Stub.ReadReadyAsync(process), await Stub.ReadReadyAsync(process), await Stub.ReadReadyAsync(process)];

        await process.DisposeAsync();

        await Task.WhenAll(family.Select(Stub.GoesAsync));
        family.Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public async Task A_descendant_in_a_session_of_its_own_dies_with_the_tree()
    {
        var spec = new ProcessSpec("/bin/sh", ["-c", "trap '' INT; setsid sh -c 'echo ready $$; sleep 1000'; true"]) { StopGrace = ShortGrace };
        var process = _launcher.Start(spec, CancellationToken.None);
        var id = await Stub.ReadReadyAsync(process);

        await process.DisposeAsync();

        await Stub.GoesAsync(id);
    }

    [Fact]
    public async Task The_callers_cancellation_stops_the_process_and_is_no_failure_of_it()
    {
        using var cancel = new CancellationTokenSource();
        await using var process = _launcher.Start(Stub.Spec("sleep"), cancel.Token);
        var id = await Stub.ReadReadyAsync(process);
        var read = process.ReadAsync(new byte[1], CancellationToken.None).AsTask();

        await cancel.CancelAsync();

        (await Should.ThrowAsync<OperationCanceledException>(read)).CancellationToken.ShouldBe(cancel.Token);
        Stub.Lives(id).ShouldBeFalse();
    }

    [Fact]
    public async Task A_cancelled_run_leaves_no_process_behind()
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
    public void A_token_that_is_cancelled_already_starts_nothing()
    {
        Should.Throw<OperationCanceledException>(() => _launcher.Start(Stub.Spec("sleep"), new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task A_child_dies_when_its_parent_is_killed_with_9()
    {
        await using var parent = _launcher.Start(Stub.Spec("launch"), CancellationToken.None);
        var child = await Stub.ReadReadyAsync(parent);
        Stub.Lives(child).ShouldBeTrue();

        await Stub.SignalAsync("KILL", parent.Id);

        await Stub.GoesAsync(child);
    }
}
