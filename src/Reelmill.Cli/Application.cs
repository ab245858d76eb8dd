using System.CommandLine;
using System.CommandLine.Parsing;
using Reelmill.Cli.Commands;
using Reelmill.Cli.Display;
using Reelmill.Core;

namespace Reelmill.Cli;

/// <summary>Parses the command line and runs one command. Exceptions propagate to <see cref="ErrorBoundary"/>.</summary>
internal static class Application
{
    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Root().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            return Usage(parsed);
        }

        var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        return await parsed.InvokeAsync(configuration).ConfigureAwait(false);
    }

    /// <summary>Creates the root command with all subcommands.</summary>
    public static RootCommand Root()
    {
        var root = new RootCommand("Turns videos and images into something you can use: frames, chunks, streams, indexes.")
        {
            MineCommand.Create(),
            HlsCommand.Create(),
            IndexCommand.Create(),
            ServeCommand.Create(),
            SubmitCommand.Create(),
            KeysCommand.Create(),
            SearchCommand.Create(),
            CollectionsCommand.Create(),
            ModelsCommand.Create(),
            ChunkCommand.Create(),
            VerifyCommand.Create(),
            JoinCommand.Create(),
            HlsCheckCommand.Create(),
            DecideCommand.Create(),
            GcCommand.Create(),
            StatusCommand.Create(),
            RetryCommand.Create(),
            ReportCommand.Create(),
            ExportCommand.Create(),
            RepairCommand.Create(),
            DoctorCommand.Create(),
            CompletionsCommand.Create(),
            ManCommand.Create(),
        };
        foreach (var command in JobCommands.Create())
        {
            root.Subcommands.Add(command);
        }

        Help.RemoveSlashes(root);
        OptionCompletions.AddTo(root);
        return root;
    }

    private static int Usage(ParseResult parsed)
    {
        foreach (var error in parsed.Errors.Select(static e => e.Message).Distinct(StringComparer.Ordinal))
        {
            Console.Error.WriteLine($"reelmill: {error}");
        }

        var given = parsed.CommandResult.Command;
        var command = string.Join(' ', CommandPath(parsed.CommandResult));
        if (parsed.UnmatchedTokens is [var word, ..])
        {
            var isOption = word.StartsWith('-');
            var names = isOption ? given.Options.Select(static o => o.Name) : given.Subcommands.Select(static c => c.Name);
            if (NearestName.Find(word, names) is { } nearest)
            {
                Console.Error.WriteLine(isOption ? $"Did you mean '{nearest}'?" : $"Did you mean '{command} {nearest}'?");
            }
        }

        Console.Error.WriteLine($"See '{command} --help'.");
        return ExitCode.Usage;
    }

    private static IEnumerable<string> CommandPath(CommandResult command) =>
        command.Parent is CommandResult parent ? [.. CommandPath(parent), command.Command.Name] : ["reelmill"];
}
