using Reelmill.EndToEnd.Tests.App;
using Reelmill.EndToEnd.Tests.Mining;
using Reelmill.EndToEnd.Tests.Serving;
using Reelmill.Testing.Commands;
using Reelmill.Testing.Libraries;
using Reelmill.Testing.Programs;

namespace Reelmill.EndToEnd.Tests.Faults;

/// <summary>Limits of the system, and standard streams as they may be found: typed and short, never a stack trace.</summary>
[Collection(Alone.Name)]
public sealed class LimitTests(Clips clips) : MineTest, IClassFixture<Clips>
{
    [Theory]
    [InlineData(32)]
    [InlineData(80)]
    [InlineData(159)]
    [InlineData(160)]
    [InlineData(200)]
    public async Task A_low_open_file_limit_is_named_and_the_same_command_resumes_with_a_higher_one(int files)
    {
        RequirePrlimit();
        var result = await RunAsync(["prlimit", $"--nofile={files}:{files}"], Mine());
        if (files < 160 || result.ExitCode != 0)
        {
            ShouldBeTyped(result, "too_many_files");
        }

        await MineAsync(0, clips.Fractal, clips.Still);
        Library.ShouldBeWhole();
    }

    [Theory]
    [InlineData(16 << 10)]
    [InlineData(100 << 10)]
    [InlineData(400 << 10)]
    public async Task A_file_size_limit_is_named_and_the_same_command_resumes_without_it(int bytes)
    {
        RequirePrlimit();
        // The runtime protects code by a file of its own that is larger than these limits.
        var result = await RunAsync(["env", "DOTNET_EnableWriteXorExecute=0", "prlimit", $"--fsize={bytes}"], Mine());
        if (result.ExitCode != 0)
        {
            ShouldBeTyped(result, "file_too_large");
        }

        await MineAsync(0, clips.Fractal, clips.Still);
        Library.ShouldBeWhole();
    }

    [Theory]
    [InlineData(5)]
    [InlineData(9)]
    [InlineData(14)]
    [InlineData(18)]
    [InlineData(20)]
    [InlineData(22)]
    [InlineData(24)]
    [InlineData(40)]
    public async Task A_low_process_limit_is_named_and_no_input_is_blamed(int processes)
    {
        string[] nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "env", $"HOME={Temp.Path}", "prlimit", $"--nproc={processes}"];
        File.SetUnixFileMode(Temp.Path, (UnixFileMode)0b111_111_111);
        Assert.SkipUnless(Environment.IsPrivilegedProcess && File.Exists("/usr/bin/setpriv"), "Only root can run it as somebody to whom the limit applies.");
        Assert.SkipUnless((await RunAsync(nobody[..^2], ["--version"])).ExitCode == 0, "Nobody cannot start the program where it lies.");
        string[] inputs = [.. new[] { clips.Fractal, clips.Still }.Select(clip => Temp[Path.GetFileName(clip)])];
        File.Copy(clips.Fractal, inputs[0]);
        File.Copy(clips.Still, inputs[1]);
        var result = await RunAsync(nobody, ["mine", .. inputs, "--library", Library.Path]);
        if (result.ExitCode != 0 && !result.Errors.Contains("Failed to create CoreCLR", StringComparison.Ordinal))
        {
            ShouldBeTyped(result, "too_many_processes");
        }

        result.Errors.ShouldNotContain("decode_failed");
        result.Errors.ShouldNotContain("not_media");
        await MineAsync(0, inputs);
        Library.ShouldBeWhole();
    }

    [Theory]
    [InlineData("exec \"$0\" \"$@\" 2>&-")]
    [InlineData("exec \"$0\" \"$@\" >&- 2>&- <&-")]
    [InlineData("exec \"$0\" \"$@\" 2>/dev/full")]
    [InlineData("unset HOME; exec \"$0\" \"$@\"")]
    [InlineData("TMPDIR=/nonexistent exec \"$0\" \"$@\"")]
    [InlineData("HOME=/nonexistent exec \"$0\" \"$@\"")]
    public async Task Closed_standard_streams_and_an_empty_environment_are_no_obstacle(string script)
    {
        var result = await RunAsync(["sh", "-c", script], Mine());
        result.ExitCode.ShouldBe(0, result.Errors);
        Library.ShouldBeWhole();
    }

    [Fact]
    public async Task Output_that_cannot_be_written_is_named()
    {
        await MineAsync(0, clips.Fractal, clips.Still);
        foreach (var target in new[] { ">/dev/full", ">&-" })
        {
            ShouldBeTyped(await RunAsync(["sh", "-c", $"exec \"$0\" \"$@\" {target}"], ["status", "--library", Library.Path]), "output_failed");
        }
    }

    [Fact]
    public async Task A_closed_pipe_on_standard_output_does_not_fail_the_run()
    {
        var result = await RunAsync(["sh", "-c", "\"$0\" \"$@\" | true"], [.. Mine(), "--json"]);
        result.Errors.ShouldNotContain("nhandled");
        await MineAsync(0, clips.Fractal, clips.Still);
        Library.ShouldBeWhole();
    }

    [Theory]
    [InlineData("status", "--library", "/proc/1/none")]
    [InlineData("export", "--library", "{library}", "--format", "csv", "--output", "/proc/none.csv")]
    [InlineData("report", "--library", "{library}", "--output", "/proc/none.html")]
    [InlineData("verify", "/dev/null")]
    [InlineData("join", "/proc")]
    [InlineData("mine", "{clip}", "--library", "/proc/none")]
    [InlineData("mine", "{clip}", "--library", "{clip}")]
    [InlineData("mine", "{clip}", "--library", "out", "--config", "/proc/self/mem")]
    [InlineData("serve", "--library", "/proc/none")]
    [InlineData("serve", "--library", "{library}", "--port", "1", "--host", "203.0.113.7")]
    [InlineData("search", "--library", "{library}", "--image", "/dev/full")]
    [InlineData("keys", "list", "--library", "/proc/none")]
    public async Task Every_obstacle_is_reported_in_at_most_two_lines(params string[] command)
    {
        await MineAsync(0, clips.Fractal, clips.Still);
        string[] full = [.. command.Select(a => a.Replace("{library}", Library.Path, StringComparison.Ordinal).Replace("{clip}", clips.Still, StringComparison.Ordinal))];
        var result = await ReelmillApp.RunAsync(full);
        result.ExitCode.ShouldBeOneOf(1, 2);
        result.Errors.ShouldStartWith("reelmill: ");
        result.Errors.ShouldNotContain("   at ");
        result.Errors.Split('\n').Length.ShouldBeLessThanOrEqualTo(2, result.Errors);
    }

    [Fact]
    public async Task A_process_started_with_nohup_survives_its_terminal()
    {
        await using var run = ReelmillApp.StartUnder(["nohup"], [.. Mine(), "--json"]);
        await ProcessTable.AppearsAsync("ff", clips.Fractal);
        run.Send(Signals.HangUp);
        var result = await run.EndAsync();
        result.ExitCode.ShouldBe(0, result.Errors);
        result.Errors.ShouldNotContain("Stopping");
    }

    [Fact]
    public async Task A_server_stops_gracefully_on_SIGHUP()
    {
        await using var server = await ServerRun.StartAsync(Library.Path);
        (await server.EndAsync(Signals.HangUp)).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_read_only_library_can_be_read_and_writing_commands_fail_clearly()
    {
        await using var disk = await SmallDisk.MountAsync(Temp["disk"], 64 << 10);
        var library = new LibraryFolder(Path.Combine(disk.Path, "library"));
        await ReelmillApp.ExpectAsync(0, "mine", clips.Fractal, clips.Pattern, "--library", library.Path);
        await ReelmillApp.ExpectAsync(0, "index", library.Files("frames")[0], library.Files("frames")[1], "--library", library.Path);
        await disk.MakeReadOnlyAsync();

        await ReelmillApp.ExpectAsync(0, "status", "--library", library.Path, "--json");
        await ReelmillApp.ExpectAsync(0, "search", "--library", library.Path, "--image", library.Files("frames")[0], "--json");
        await ReelmillApp.ExpectAsync(ReelmillApp.HasPage ? 0 : 1, "report", "--library", library.Path, "--output", Temp["report.html"]);
        foreach (var format in new[] { "csv", "jsonl", "webdataset" })
        {
            await ReelmillApp.ExpectAsync(0, "export", "--library", library.Path, "--format", format, "--output", Temp[$"export-{format}"]);
        }

        string[][] writing =
        [
            ["mine", clips.Spiral], ["hls", clips.Still], ["chunk", clips.Still], ["index", clips.Folder], ["decide"], ["serve"], .. ReelmillApp.HasPage ? [["report"]] : Array.Empty<string[]>(),
        ];
        foreach (var command in writing)
        {
            ShouldBeTyped(await ReelmillApp.RunAsync([.. command, "--library", library.Path]), "library_read_only");
        }
    }

    private string[] Mine() => ["mine", clips.Fractal, clips.Still, "--library", Library.Path];

    private static async Task<CommandResult> RunAsync(string[] wrapper, string[] command)
    {
        await using var run = ReelmillApp.StartUnder(wrapper, command);
        return await run.EndAsync();
    }

    private static void ShouldBeTyped(CommandResult result, string code)
    {
        result.ExitCode.ShouldBe(1, result.Errors);
        result.Errors.ShouldContain($"{code}: ");
        result.Errors.ShouldNotContain("   at ");
    }

    private static void RequirePrlimit() => Assert.SkipUnless(File.Exists("/usr/bin/prlimit"), "prlimit is not installed");
}
