using System.CommandLine;

namespace Reelmill.Cli.Commands;

/// <summary>Lets shells complete the values of options that have few: those that the help shows as <c>one|other</c>.</summary>
internal static class Choices
{
    /// <summary>Gives every option of a command and of those below it its suggestions.</summary>
    public static void Suggest(Command command)
    {
        foreach (var option in command.Options)
        {
            // Capitals stand for what the user names.
            if (option.HelpName?.Split('|') is { Length: > 1 } choices)
            {
                option.CompletionSources.Clear();
                option.CompletionSources.Add([.. choices.Where(static c => !c.Any(char.IsAsciiLetterUpper))]);
            }
        }

        foreach (var inner in command.Subcommands)
        {
            Suggest(inner);
        }
    }
}
