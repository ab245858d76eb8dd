using System.CommandLine;

namespace Reelmill.Cli.Commands;

/// <summary>Adds shell completions for options with a fixed set of values, which the help shows as <c>one|other</c>.</summary>
internal static class OptionCompletions
{
    /// <summary>Adds the completions to every option of a command and its subcommands.</summary>
    public static void AddTo(Command command)
    {
        foreach (var option in command.Options)
        {
            // Uppercase letters mark a placeholder, such as index/COLLECTION.
            if (option.HelpName?.Split('|') is { Length: > 1 } choices)
            {
                option.CompletionSources.Clear();
                option.CompletionSources.Add([.. choices.Where(static c => !c.Any(char.IsAsciiLetterUpper))]);
            }
        }

        foreach (var inner in command.Subcommands)
        {
            AddTo(inner);
        }
    }
}
