namespace Reelmill.Cli.Display;

/// <summary>
/// The command that the user types to start this program: <c>reelmill</c>, or the value of <c>REELMILL_CALLED_AS</c>,
/// which <c>./run</c> sets. Hints and examples in the output then work when they are copied.
/// </summary>
internal static class InvokedCommand
{
    private const string Name = "reelmill ";

    private static readonly string Command = Environment.GetEnvironmentVariable("REELMILL_CALLED_AS") ?? "";

    /// <summary>Replaces <c>reelmill</c> in the commands of a text with the user's command. JSON is left unchanged.</summary>
    public static string Rewrite(string text) => Command.Length == 0 ? text : Rewrite(text, Command);

    internal static string Rewrite(string text, string command)
    {
        if (text.StartsWith('{') || text.StartsWith('['))
        {
            return text;
        }

        for (var at = text.IndexOf(Name, StringComparison.Ordinal); at >= 0;)
        {
            var next = at + Name.Length;
            if (IsCommand(text, at))
            {
                text = $"{text[..at]}{command} {text[next..]}";
                next = at + command.Length + 1;
            }

            at = text.IndexOf(Name, next, StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>Whether <c>reelmill</c> begins a command: at the start of a line, a quotation or a word, and followed by a word or a placeholder.</summary>
    private static bool IsCommand(string text, int at)
    {
        var next = at + Name.Length;
        return (at == 0 || text[at - 1] is ' ' or '\n' or '\t' or '\'' or '`')
            && next < text.Length && (char.IsAsciiLetterLower(text[next]) || text[next] is '[' or '-');
    }
}
