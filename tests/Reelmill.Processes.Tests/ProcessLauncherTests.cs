using System.Text;
using Reelmill.Testing;

namespace Reelmill.Processes.Tests;

public sealed class ProcessLauncherTests
{
    private const int MaxOutput = 1 << 20;
    private readonly ProcessLauncher _launcher = new();

    [Fact]
    public async Task A_successful_process_returns_its_output_and_exit_status()
    {
        var output = await _launcher.RunAsync(Stub.Spec("exit", "0"), MaxOutput, CancellationToken.None);

        Encoding.UTF8.GetString(output.Bytes.Span).ShouldBe("said on stdout");
        output.Exit.Code.ShouldBe(0);
        output.Exit.Signal.ShouldBeNull();
        output.Exit.ErrorTail.ShouldBe("ending with 0\n");
        output.Exit.CpuTime.ShouldBeGreaterThan(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_nonzero_exit_code_throws_with_the_command_and_the_end_of_stderr()
    {
        var failure = await Should.ThrowAsync<ProcessFailedException>(
            _launcher.RunAsync(Stub.Spec("exit", "7"), MaxOutput, CancellationToken.None));

        failure.Reason.ShouldBe(ProcessFailureReason.Exit);
        failure.ExitCode.ShouldBe(7);
        failure.Signal.ShouldBeNull();
        failure.ErrorTail.ShouldBe("ending with 7\n");
        failure.Command.ShouldEndWith("Reelmill.StubProcess.dll exit 7");
        failure.Message.ShouldContain("failed with exit code 7. Its stderr ends with: ending with 7. Command: ");
    }

    [Fact]
    public async Task Arguments_reach_the_program_verbatim_without_a_shell()
    {
        string[] arguments = ["$HOME", "`id`", "a b", "'", "\"", "*", "", "-i", "ü\n"];

        var output = await _launcher.RunAsync(Stub.Spec(["echo", .. arguments]), MaxOutput, CancellationToken.None);

        Encoding.UTF8.GetString(output.Bytes.Span).ShouldStartWith(string.Concat(arguments.Select(a => $"[{a}]\n")));
    }

    [Fact]
    public async Task The_environment_is_minimal_and_the_working_folder_is_the_requested_one()
    {
        using var folder = new TempFolder();

        var output = await _launcher.RunAsync(new("/usr/bin/env", []) { WorkingDirectory = folder.Path }, MaxOutput, CancellationToken.None);
        var pwd = await _launcher.RunAsync(new("pwd", []) { WorkingDirectory = folder.Path }, MaxOutput, CancellationToken.None);

        var names = Encoding.UTF8.GetString(output.Bytes.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('=')[0]);
        names.ShouldBe(["PATH", "HOME", "LANG", "TMPDIR"]);
        Encoding.UTF8.GetString(pwd.Bytes.Span).TrimEnd().ShouldBe(folder.Path);
    }

    [Fact]
    public async Task Stdin_is_empty_by_default()
    {
        var output = await _launcher.RunAsync(Stub.Spec("stdin"), MaxOutput, CancellationToken.None);

        Encoding.UTF8.GetString(output.Bytes.Span).ShouldBe("0 bytes on stdin");
    }

    [Fact]
    public async Task A_process_that_exceeds_the_output_limit_is_stopped()
    {
        var failure = await Should.ThrowAsync<ProcessFailedException>(
            _launcher.RunAsync(Stub.Spec("stdout", "100000000"), 1000, CancellationToken.None));

        failure.Reason.ShouldBe(ProcessFailureReason.OutputTooLarge);
        failure.Message.ShouldContain("wrote more than the limit of 1000 bytes");
    }

    [Theory]
    [InlineData("reelmill-no-such-program")]
    [InlineData("/nowhere/ffmpeg")]
    [InlineData("/etc/passwd")]
    public async Task A_file_that_is_missing_or_not_executable_is_not_started(string executable)
    {
        var failure = await Should.ThrowAsync<ProcessFailedException>(
            _launcher.RunAsync(new(executable, []), MaxOutput, CancellationToken.None));

        failure.Reason.ShouldBe(ProcessFailureReason.NotStarted);
        failure.ExitCode.ShouldBeNull();
        failure.Message.ShouldContain("install it or specify its path");
    }

    [Fact]
    public void The_error_names_a_working_folder_that_does_not_exist()
    {
        var spec = new ProcessSpec("true", []) { WorkingDirectory = "/nowhere" };

        var failure = Should.Throw<ProcessFailedException>(() => _launcher.Start(spec, CancellationToken.None));

        failure.Message.ShouldContain("'/nowhere', which does not exist");
    }

    [Fact]
    public void An_argument_with_a_NUL_character_is_rejected_instead_of_truncated()
    {
        Should.Throw<ProcessFailedException>(() => _launcher.Start(new("echo", ["a\0b"]), CancellationToken.None))
            .Reason.ShouldBe(ProcessFailureReason.NotStarted);
    }

    [Fact]
    public async Task The_memory_limit_applies_to_the_process()
    {
        var spec = new ProcessSpec("/bin/sh", ["-c", "ulimit -v; ulimit -c"]) { MemoryLimitBytes = 512L << 20 };

        var output = await _launcher.RunAsync(spec, MaxOutput, CancellationToken.None);

        Encoding.UTF8.GetString(output.Bytes.Span).ShouldBe($"{512 << 10}\n0\n");
    }

    [Fact]
    public async Task Starting_processes_leaks_no_file_descriptors()
    {
        const int Runs = 200;
        var before = Directory.GetFiles("/proc/self/fd").Length;

        for (var i = 0; i < Runs; i++)
        {
            await _launcher.RunAsync(new("/bin/true", []), MaxOutput, CancellationToken.None);
        }

        // Tests that run in parallel open descriptors too.
        (Directory.GetFiles("/proc/self/fd").Length - before).ShouldBeLessThan(Runs);
    }

    [Fact]
    public async Task A_hundred_concurrent_processes_all_succeed()
    {
        var runs = Enumerable.Range(0, 100).Select(i => _launcher.RunAsync(new("/bin/echo", [$"{i}"]), MaxOutput, CancellationToken.None));

        var outputs = await Task.WhenAll(runs);

        outputs.Select(o => Encoding.UTF8.GetString(o.Bytes.Span).Trim()).ShouldBe(Enumerable.Range(0, 100).Select(i => $"{i}"));
    }
}
