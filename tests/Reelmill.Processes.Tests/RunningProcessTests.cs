using Reelmill.Core;

namespace Reelmill.Processes.Tests;

public sealed class RunningProcessTests
{
    private readonly ProcessLauncher _launcher = new();

    [Fact]
    public async Task A_large_output_is_read_completely()
    {
        const long Bytes = 100_000_007;
        await using var process = _launcher.Start(Stub.Spec("stdout", $"{Bytes}"), CancellationToken.None);

        (await Stub.CountOutputAsync(process)).ShouldBe(Bytes);
        (await process.CompleteAsync(CancellationToken.None)).Code.ShouldBe(0);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(6)]
    [InlineData(9)]
    public async Task A_process_terminated_by_a_signal_reports_the_signal(int signal)
    {
        await using var process = _launcher.Start(Stub.Spec("signal", $"{signal}"), CancellationToken.None);

        var failure = await Should.ThrowAsync<ProcessFailedException>(process.CompleteAsync(CancellationToken.None));

        failure.Reason.ShouldBe(ProcessFailureReason.Exit);
        failure.Signal.ShouldBe(signal);
        failure.ExitCode.ShouldBe(128 + signal);
        failure.Message.ShouldContain($"was terminated by signal {signal}");
    }

    [Fact]
    public async Task An_exit_code_above_128_is_not_mistaken_for_a_signal()
    {
        await using var process = _launcher.Start(Stub.Spec("exit", "139"), CancellationToken.None);

        var exit = await process.Exit;

        exit.Code.ShouldBe(139);
        exit.Signal.ShouldBeNull();
    }

    [Theory]
    [InlineData("$0: Invalid data found when processing input")]
    [InlineData("$0")]
    [InlineData("Error opening input $0.")]
    public async Task A_file_name_is_not_mistaken_for_a_system_error(string stderr)
    {
        foreach (var name in new[] { "/a/No space left on device", "/a/x: Too many open files", "/a/No space left on device\nx: No space left on device" })
        {
            await using var process = _launcher.Start(new ProcessSpec("/bin/sh", ["-c", $"echo \"{stderr}\" >&2; exit 1", name]), CancellationToken.None);
            await Should.ThrowAsync<ProcessFailedException>(process.CompleteAsync(CancellationToken.None));
        }
    }

    [Theory]
    [InlineData("av_interleaved_write_frame(): No space left on device", "disk_full")]
    [InlineData("$0: Too many open files.", "too_many_files")]
    public async Task A_lack_of_system_resources_fails_the_pipeline_instead_of_the_item(string stderr, string code)
    {
        await using var process = _launcher.Start(new ProcessSpec("/bin/sh", ["-c", $"echo first >&2; echo \"{stderr}\" >&2; exit 1", "/a/b.mp4"]), CancellationToken.None);
        var failure = await Should.ThrowAsync<PipelineException>(process.CompleteAsync(CancellationToken.None));
        failure.Code.ShouldBe(code);
        failure.Message.ShouldStartWith("Running sh: ");
    }

    [Theory]
    [InlineData("Error while filtering: Cannot allocate memory")]
    [InlineData("[null] Failed to allocate packet of size 1382400")]
    public async Task Running_out_of_memory_is_a_transient_failure_of_the_item(string stderr)
    {
        await using var process = _launcher.Start(new ProcessSpec("/bin/sh", ["-c", $"echo '{stderr}' >&2; echo last >&2; exit 1"]), CancellationToken.None);
        var failure = await Should.ThrowAsync<ItemException>(process.CompleteAsync(CancellationToken.None));
        (failure.Code, failure.IsTransient).ShouldBe(("out_of_memory", true), failure.InnerException?.Message);
    }

    [Fact]
    public async Task A_gigabyte_on_stderr_takes_bounded_memory()
    {
        var before = GC.GetTotalAllocatedBytes();
        await using var process = _launcher.Start(Stub.Spec("stderr", $"{1 << 30}"), CancellationToken.None);

        var exit = await process.CompleteAsync(CancellationToken.None);

        exit.ErrorTail.Length.ShouldBe(16 << 10);
        (GC.GetTotalAllocatedBytes() - before).ShouldBeLessThan(256L << 20);
    }

    [Fact]
    public async Task Lines_over_4_KiB_of_stderr_arrive_in_pieces()
    {
        List<string> lines = [];
        await using var process = _launcher.Start(
            Stub.Spec("stderr-one-line", "10000") with { OnErrorLine = lines.Add }, CancellationToken.None);

        await process.CompleteAsync(CancellationToken.None);

        lines.Select(l => l.Length).ShouldBe([4096, 4096, 10000 - 8192]);
    }

    [Fact]
    public async Task A_stderr_handler_that_throws_stops_the_process()
    {
        var spec = Stub.Spec("stderr", "1000000000") with { OnErrorLine = _ => throw new FormatException("odd line") };
        await using var process = _launcher.Start(spec, CancellationToken.None);

        var failure = await Should.ThrowAsync<ProcessFailedException>(process.CompleteAsync(CancellationToken.None));

        failure.Reason.ShouldBe(ProcessFailureReason.ErrorLineHandler);
        failure.InnerException.ShouldBeOfType<FormatException>();
    }

    [Fact]
    public async Task Canceling_a_read_leaves_the_process_running()
    {
        await using var process = _launcher.Start(Stub.Spec("sleep"), CancellationToken.None);
        var id = await Stub.ReadReadyAsync(process);
        using var cancel = new CancellationTokenSource();
        var read = process.ReadAsync(new byte[1], cancel.Token).AsTask();

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(read);
        Stub.IsRunning(id).ShouldBeTrue();
    }

    [Fact]
    public async Task A_child_left_behind_is_killed_and_its_pipes_close()
    {
        await using var process = _launcher.Start(Stub.Spec("leave-child"), CancellationToken.None);

        await process.CompleteAsync(CancellationToken.None);

        (await process.Exit).Code.ShouldBe(0);
    }

    [Fact]
    public async Task A_process_outside_the_session_that_keeps_the_pipes_open_does_not_block_the_reader()
    {
        await using var process = _launcher.Start(Stub.Spec("leave-detached"), CancellationToken.None);
        var detached = await Stub.ReadReadyAsync(process);

        (await Stub.CountOutputAsync(process)).ShouldBe(0);

        (await process.CompleteAsync(CancellationToken.None)).Code.ShouldBe(0);
        await Stub.SignalAsync("KILL", detached);
    }
}
