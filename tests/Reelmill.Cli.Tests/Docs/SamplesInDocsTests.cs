namespace Reelmill.Cli.Tests.Docs;

/// <summary>The programs in docs/guide/programs.md are those of samples/, which tests build and run.</summary>
public sealed class SamplesInDocsTests
{
    private const int MaxLines = 40;

    private static IReadOnlyList<(string Name, string Text)> Samples { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "samples"), "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(static path => Path.GetRelativePath(Repository.Root, path)).Where(static path => !path.Split('/').Any(static part => part is "obj" or "bin")).Select(static path => (path, Repository.Read(path))),
    ];

    [Fact]
    public void Every_program_in_the_guide_is_part_of_a_sample()
    {
        var programs = Markdown.CodeBlocks("docs/guide/programs.md").Where(static block => block.Contains('{', StringComparison.Ordinal)).ToArray();

        programs.Length.ShouldBe(14);
        programs.ShouldAllBe(static block => Samples.Any(s => s.Text.Contains(block, StringComparison.Ordinal)));
    }

    [Fact]
    public void Sample_programs_are_short()
    {
        var programs = Samples.Where(static s => s.Text.Contains("using Reelmill;\n", StringComparison.Ordinal)).ToArray();

        programs.Length.ShouldBe(8);
        Samples.Where(static s => !s.Name.Contains("EqualFiles", StringComparison.Ordinal)).ShouldAllBe(static s => s.Text.Split('\n', StringSplitOptions.None).Length <= MaxLines);
    }
}
