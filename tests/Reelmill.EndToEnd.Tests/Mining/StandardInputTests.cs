using System.Text;
using Reelmill.EndToEnd.Tests.App;
using Reelmill.Testing.Commands;
using Reelmill.Testing.Programs;

namespace Reelmill.EndToEnd.Tests.Mining;

/// <summary>Inputs that another program writes.</summary>
public sealed class StandardInputTests(Clips clips) : MineTest, IClassFixture<Clips>
{
    [Fact]
    public async Task Lines_of_standard_input_are_inputs_beside_others()
    {
        var list = Temp["list"];
        await File.WriteAllTextAsync(list, $"# two\n{clips.Pattern}\r\n\n  {clips.Fractal}  \n");

        var run = await RunAsync(list, 0, "mine", clips.Spiral, "-", "--library", Library.Path, "--json");

        run.Json().Number("items", "done").ShouldBe(3);
    }

    [Fact]
    public async Task An_input_starts_before_the_next_line_is_written()
    {
        var (pipe, library) = (Temp["pipe"], Library.Path);
        await Tool.RunAsync("mkfifo", pipe);
        await using var run = Start(pipe, "mine", "-", "--library", library);
        await using (var writer = new StreamWriter(new FileStream(pipe, FileMode.Open, FileAccess.Write)))
        {
            await writer.WriteLineAsync(clips.Spiral);
            await writer.FlushAsync();
            await ListFramesAsync(library, run);
            run.HasEnded.ShouldBeFalse(run.Errors());
            await writer.WriteLineAsync(clips.Pattern);
        }

        (await run.EndAsync()).ExitCode.ShouldBe(0, run.Errors());
        Directory.GetDirectories(Path.Combine(library, "frames")).Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_line_that_is_not_UTF8_fails_alone_and_a_second_dash_is_refused()
    {
        var list = Temp["list"];
        await File.WriteAllBytesAsync(list, [0xE9, 0x0A, .. Encoding.UTF8.GetBytes(clips.Spiral + "\n")]);

        var run = await RunAsync(list, 1, "mine", "-", "--library", Library.Path, "--json");
        (run.Json().Number("items", "done"), run.Json().Number("items", "failed")).ShouldBe((1, 1));
        run.Output.ShouldContain("line 1 holds bytes that are not UTF-8");
        (await RunAsync(list, 2, "mine", "-", "-", "--library", Library.Path)).Errors.ShouldContain("Name it once");
        (await RunAsync(list, 2, "submit", "mine", "-", "--server", "http://127.0.0.1:1")).Errors.ShouldContain("There is no option '-'");
    }

    [Fact]
    public async Task A_run_that_waits_for_its_first_input_stops_on_a_signal()
    {
        var pipe = Temp["pipe"];
        await Tool.RunAsync("mkfifo", pipe);
        await using var run = Start(pipe, "mine", "-", "--library", Library.Path);
        await using var writer = new FileStream(pipe, FileMode.Open, FileAccess.Write);

        // The lock says that the program has come as far as its library.
        while (!File.Exists(Path.Combine(Library.Path, "library.lock")) && !run.HasEnded)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        run.Send(Signals.Interrupt);

        (await run.EndAsync()).ExitCode.ShouldBe(130, run.Errors());
    }

    private static AppRun Start(string input, params string[] arguments) => ReelmillApp.StartUnder(["sh", "-c", "input=$1; shift; exec \"$@\" <\"$input\"", "sh", input], arguments);

    private static async Task<CommandResult> RunAsync(string input, int exitCode, params string[] arguments)
    {
        await using var run = Start(input, arguments);
        var result = await run.EndAsync();
        result.ExitCode.ShouldBe(exitCode, result.Errors);
        return result;
    }

    /// <summary>Waits until a video's frames are in the library.</summary>
    private static async Task ListFramesAsync(string library, AppRun run)
    {
        var frames = Path.Combine(library, "frames");
        while (!run.HasEnded && !(Directory.Exists(frames) && Directory.EnumerateDirectories(frames).Any()))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }
}
