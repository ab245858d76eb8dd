using System.Text.RegularExpressions;

namespace Reelmill.Cli.Tests.Docs;

/// <summary>Extracts commands, options and headings from the documentation.</summary>
internal static partial class Markdown
{
    /// <summary>The documents that contain commands.</summary>
    public static IEnumerable<string> Documents =>
    [
        "README.md",
        "README.zh-CN.md",
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs/guide"), "*.md").Order(StringComparer.Ordinal)
            .Select(static path => Path.GetRelativePath(Repository.Root, path)),
    ];

    /// <summary>The fenced blocks of a document, without their fences.</summary>
    public static IReadOnlyList<string> CodeBlocks(string document) =>
        [.. Fenced().Matches(Repository.Read(document)).Select(static m => m.Groups["code"].Value)];

    /// <summary>The level of each heading, in order.</summary>
    public static IReadOnlyList<int> Headings(string document) =>
        [.. Heading().Matches(Fenced().Replace(Repository.Read(document), string.Empty)).Select(static m => m.Groups["level"].Length)];

    /// <summary>The command lines of a document, without the program's name and without comments.</summary>
    public static IEnumerable<string> Commands(string document) =>
        from line in CodeBlocks(document).SelectMany(static block => block.Split('\n'))
        let command = Command().Match(line)
        where command.Success
        select command.Groups["arguments"].Value;

    /// <summary>The options that a document mentions in its text.</summary>
    public static IEnumerable<string> Options(string document) =>
        Option().Matches(Fenced().Replace(Repository.Read(document), string.Empty)).Select(static m => m.Groups["name"].Value);

    [GeneratedRegex("^```[a-z]*\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fenced();

    [GeneratedRegex("^(?<level>#+) ", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^(\$ )?(\./run|reelmill) (?<arguments>[^#|>]*?)\s*([#|>].*)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Command();

    [GeneratedRegex("`(?<name>--[a-z-]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Option();
}
