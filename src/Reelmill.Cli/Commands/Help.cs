namespace Reelmill.Cli.Commands;

/// <summary>Descriptions with examples, which is what people read first.</summary>
internal static class Help
{
    public static string With(string description, params string[] examples) =>
        $"{description}\n\nExamples:\n{string.Join('\n', examples.Select(static e => $"  {e}"))}";
}
