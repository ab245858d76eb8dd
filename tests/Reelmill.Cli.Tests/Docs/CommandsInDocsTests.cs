using System.CommandLine;

namespace Reelmill.Cli.Tests.Docs;

/// <summary>The commands and options in the documentation exist.</summary>
public sealed class CommandsInDocsTests
{
    private static readonly RootCommand Root = Application.Root();

    public static TheoryData<string> Documents => [.. Markdown.Documents];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_documented_command_line_parses(string document)
    {
        foreach (var command in Markdown.Commands(document))
        {
            var parsed = Root.Parse(command);

            parsed.Errors.ShouldBeEmpty($"{document}: {command}");
            parsed.CommandResult.Tokens.ShouldAllBe(static t => !t.Value.StartsWith('-'), $"{document}: {command}");
        }
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_documented_option_exists(string document)
    {
        string[] known = [.. Root.Subcommands.SelectMany(static c => c.Subcommands.Append(c)).SelectMany(static c => c.Options).Select(static o => o.Name), "--help", "--version"];

        Markdown.Options(document).Except(known, StringComparer.Ordinal).ShouldBeEmpty(document);
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("README.zh-CN.md")]
    public void The_readme_lists_every_command(string document)
    {
        var text = Repository.Read(document);

        Root.Subcommands.Where(static c => !c.Hidden).ShouldAllBe(c => text.Contains($"| `{c.Name}", StringComparison.Ordinal));
    }

    [Fact]
    public void The_readmes_have_the_same_structure()
    {
        Markdown.Headings("README.zh-CN.md").ShouldBe(Markdown.Headings("README.md"));
        Markdown.CodeBlocks("README.zh-CN.md").Count.ShouldBe(Markdown.CodeBlocks("README.md").Count);
    }
}
