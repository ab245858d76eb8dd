using System.Text;
using Reelmill.Testing;

namespace Reelmill.Processes.Tests;

public sealed class ProcessLauncherTests
{
    private const int Plenty = 1 << 20;
    private readonly ProcessLauncher _launcher = new();

    [Fact]
    public async Task Output_and_exit_of_a_process_that_ends_well_are_collected()
    {
        var output = await _launcher.RunAsync(Stub.Spec("exit", "0"), Plenty, CancellationToken.None);

        Encoding.UTF8.GetString(output.Bytes.Span).ShouldBe("said on stdout");
        output.Exit.Code.ShouldBe(0);
        output.Exit.Signal.ShouldBeNull();
        output.Exit.ErrorTail.ShouldBe("ending with 0\n");
        output.Exit.CpuTime.ShouldBeGreaterThan(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_bad_exit_code_is_a_failure_that_carries_the_command_and_the_last_words()
    {
        var failure = await Should.ThrowAsync<ProcessFailedException>(
            _launcher.RunAsync(Stub.Spec("exit", "7"), Plenty, CancellationToken.None));

        failure.Reason.ShouldBe(ProcessFailureReason.Exit);
        failure.ExitCode.ShouldBe(7);
        failure.Signal.ShouldBeNull();
        failure.ErrorTail.ShouldBe("ending with 7\n");
        failure.Command.ShouldEndWith("Reelmill.StubProcess.dll exit 7");
        failure.Message.ShouldContain("failed with exit code 7. Its last words: ending with 7. The command was: ");
    }

    [Fact]
    public async Task Arguments_arrive_as_they_are_and_no_shell_reads_them()
    {
        string[] odd = ["$HOME", "`id`", "a b", "'", "\"", "*", "", "-i", "ü\n"];

        var output = await _launcher.RunAsync(Stub.Spec(["echo", .. odd]), Plenty, CancellationToken.None);

        Encoding.UTF8.GetString(output.Bytes.Span).ShouldStartWith(string.Concat(odd.Select(a => $"[{a}]\n")));
    }

    [Fact]
    public async Task The_environment_is_small_and_the_folder_is_the_one_asked_for()
    {
        using var folder = new TempFolder();

        var output = await _launcher.RunAsync(new("/usr/bin/env", []) { WorkingDirectory = folder.Path }, Plenty, CancellationToken.None);
        var where = await _launcher.RunAsync(new("pwd", []) { WorkingDirectory = folder.Path }, Plenty, CancellationToken.None);

        var names = Encoding.UTF8.GetString(output.Bytes.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('=')[0]);
        names.ShouldBe(["PATH", "HOME", "LANG", "TMPDIR"]);
        Encoding.UTF8.GetString(where.Bytes.Span).TrimEnd().ShouldBe(folder.Path);
    }

    [Fact]
    public async Task Stdin_is_empty()
    {
        var output = await _launcher.RunAsync(Stub.Spec("stdin"), Plenty, CancellationToken.None);

        Encoding.UTF8.GetString(output.Bytes.Span).ShouldBe("0 bytes on stdin");
    }

    [Fact]
    public async Task More_output_than_is_taken_ends_the_process()
    {
        var failure = await Should.ThrowAsync<ProcessFailedException>(
            _launcher.RunAsync(Stub.Spec("stdout", "100000000"), 1000, CancellationToken.None));

        failure.Reason.ShouldBe(ProcessFailureReason.OutputTooLarge);
        failure.Message.ShouldContain("wrote more than the 1000 bytes");
    }

    [Theory]
    [InlineData("reelmill-no-such-program")]
    [InlineData("/nowhere/ffmpeg")]
    [InlineData("/etc/passwd")]
    public async Task What_is_no_executable_is_not_started(string executable)
    {
        var failure = await Should.ThrowAsync<ProcessFailedException>(
            _launcher.RunAsync(new(executable, []), Plenty, CancellationToken.None));

        failure.Reason.ShouldBe(ProcessFailureReason.NotStarted);
        failure.ExitCode.ShouldBeNull();
        failure.Message.ShouldContain("install it or give its path");
    }

    [Fact]
    public void A_folder_that_does_not_exist_is_named()
    {
        var spec = new ProcessSpec("true", []) { WorkingDirectory = "/nowhere" };

        var failure = Should.Throw<ProcessFailedException>(() => _launcher.Start(spec, CancellationToken.None));

        failure.Message.ShouldContain("'/nowhere', which does not exist");
    }

    [Fact]
    public void An_argument_with_a_nul_is_refused_rather_than_cut()
    {
        Should.Throw<ProcessFailedException>(() => _launcher.Start(new("echo", ["a\0b"]), CancellationToken.None))
            .Reason.ShouldBe(ProcessFailureReason.NotStarted);
    }

    [Fact]
    public async Task The_memory_limit_holds_for_the_process()
    {
        var spec = new ProcessSpec("/bin/sh", ["-c", "ulimit -v; ulimit -c"]) { MemoryLimitBytes = 512L << 20 };

        var output = await _launcher.RunAsync(spec, Plenty, CancellationToken.None);

        Encoding.UTF8.GetString(output.Bytes.Span).ShouldBe($"{512 << 10}\n0\n");
    }

    [Fact]
    public async Task Launches_leave_no_descriptor_open()
    {
        const int Runs = 200;
        var before = Directory.GetFiles("/proc/self/fd").Length;

        for (var i = 0; i < Runs; i++)
        {
            await _launcher.RunAsync(new("/bin/true", []), Plenty, CancellationToken.None);
        }

        // Tests beside this one open some of their own.
        (Directory.GetFiles("/proc/self/fd").Length - before).ShouldBeLessThan(Runs);
    }

    [Fact]
    public async Task A_hundred_processes_at_once_all_end_well()
    {
        var runs = Enumerable.Range(0, 100).Select(i => _launcher.RunAsync(new("/bin/echo", [$"{i}"]), Plenty, CancellationToken.None));

        var outputs = await Task.WhenAll(runs);

        outputs.Select(o => Encoding.UTF8.GetString(o.Bytes.Span).Trim()).ShouldBe(Enumerable.Range(0, 100).Select(i => $"{i}"));
    }
}
