using Reelmill.Cli.Display;
using Reelmill.Testing.Commands;

namespace Reelmill.Cli.Tests.Running;

/// <summary>Runs commands of the program in this process, several at once, each with standard streams of its own.</summary>
internal static class CommandLine
{
    private static readonly AsyncLocal<Streams?> Current = new();

    static CommandLine()
    {
        Console.SetOut(new CallerWriter(Console.Out, static () => Current.Value?.Output));
        Console.SetError(new CallerWriter(Console.Error, static () => Current.Value?.Errors));
        Terminal.Guard(isLive: false);
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<CommandResult> RunAsync(params string[] arguments)
    {
        var streams = new Streams();
        Current.Value = streams;
        var exitCode = await ErrorBoundary.InvokeAsync(arguments).WaitAsync(TestTimeout.Limit, TimeProvider.System);
        return new CommandResult(exitCode, streams.Output.ToString(), streams.Errors.ToString().TrimEnd('\n'));
    }

    /// <summary>Runs a command and expects an exit code; shows what the command said when it gives another one.</summary>
    public static async Task<CommandResult> ExpectAsync(int exitCode, params string[] arguments)
    {
        var result = await RunAsync(arguments);
        result.ExitCode.ShouldBe(exitCode, $"reelmill {string.Join(' ', arguments)}\n{result.Output}\n{result.Errors}");
        return result;
    }

    private sealed class Streams
    {
        public StringWriter Output { get; } = new();

        public StringWriter Errors { get; } = new();
    }
}
