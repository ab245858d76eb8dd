namespace Reelmill.Cli.Display;

/// <summary>
/// What a user types to start this program: <c>reelmill</c>, or what <c>REELMILL_CALLED_AS</c> says, which <c>./run</c>
/// sets. Hints and examples then name a command that works when it is copied.
/// </summary>
internal static class CalledAs
{
    private const string Name = "reelmill ";

    private static readonly string Command = Environment.GetEnvironmentVariable("REELMILL_CALLED_AS") ?? "";

    /// <summary>Gives a text for people with the commands as this user types them; JSON stays as it is.</summary>
    public static string In(string text) => Command.Length == 0 ? text : In(text, Command);

    internal static string In(string text, string command)
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

    /// <summary>A command begins a line, a quotation or what follows a blank, and goes on with a word or a placeholder.</summary>
    private static bool IsCommand(string text, int at)
    {
        var next = at + Name.Length;
        return (at == 0 || text[at - 1] is ' ' or '\n' or '\t' or '\'' or '`')
            && next < text.Length && (char.IsAsciiLetterLower(text[next]) || text[next] is '[' or '-');
    }
}
