using System.Reflection;
using System.Text.RegularExpressions;
using Reelmill.Media.Fetching;

namespace Reelmill.Cli.Tests.Docs;

/// <summary>docs/guide/errors.md explains every error code that a user can encounter.</summary>
public sealed partial class ErrorDocsTests
{
    private static readonly string Guide = Repository.Read("docs/guide/errors.md");

    [Fact]
    public void Every_error_code_of_fetching_is_documented() =>
        typeof(FetchCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(static field => (string)field.GetRawConstantValue()!)
            .ShouldAllBe(static code => IsExplained(code));

    [Fact]
    public void Every_error_code_in_the_sources_is_documented()
    {
        var codes = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(static path => !path.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(static path => CodeAndMessage().Matches(File.ReadAllText(path)))
            .Select(static m => m.Groups["code"].Value)
            .Distinct(StringComparer.Ordinal)
            .ToArray();

        codes.Length.ShouldBeGreaterThan(30);
        codes.ShouldAllBe(static code => IsExplained(code));
    }

    private static bool IsExplained(string code) => Guide.Contains($"\n| `{code}` |", StringComparison.Ordinal);

    [GeneratedRegex("\"(?<code>[a-z]+(_[a-z]+)+)\",\\s*\\$?\"[A-Z{]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CodeAndMessage();
}
