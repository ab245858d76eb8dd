using System.Text.RegularExpressions;

namespace Reelmill.Cli.Tests.Tests;

/// <summary>A test whose media, model or program is missing is skipped by name; it neither fails nor passes.</summary>
public sealed partial class SkippingTests(ITestOutputHelper output)
{
    private static readonly string[] Base = ["chmod", "cp", "dotnet", "echo", "env", "mkfifo", "mount", "prlimit", "pwd", "sh", "true"];

    private static IEnumerable<string> Files => Directory
        .EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories)
        .Select(static p => Path.GetRelativePath(Repository.Root, p))
        .Where(static p => !p.Contains("/obj/", StringComparison.Ordinal) && !p.EndsWith(nameof(SkippingTests) + ".cs", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    public static TheoryData<string> Sources => [.. Files];

    [Fact]
    public void Every_program_that_a_test_starts_is_installed_by_the_test_command_or_skips_the_test()
    {
        var installed = Repository.Read("build/setup.sh").Split('\n').Where(static l => l.Contains("|| echo", StringComparison.Ordinal)).SelectMany(static l => Installed().Matches(l)).Select(static m => m.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        var started = Files.SelectMany(static f => Started().Matches(Repository.Read(f)).Select(m => (Program: m.Groups[1].Value + m.Groups[2].Value + m.Groups[3].Value, File: f))).ToLookup(static s => s.Program, static s => s.File, StringComparer.Ordinal);

        started.Contains("ffmpeg").ShouldBeTrue();
        foreach (var program in started.OrderBy(static s => s.Key, StringComparer.Ordinal))
        {
            var reason = Array.IndexOf(Base, program.Key) >= 0 ? "part of the system"
                : installed.Contains(program.Key) ? "installed by ./test"
                : program.All(static f => Skips().IsMatch(Repository.Read(f))) ? "skipped by name"
                : "";
            output.WriteLine($"{program.Key}: {reason}");
            reason.ShouldNotBeEmpty($"{string.Join(", ", program.Distinct(StringComparer.Ordinal))} starts {program.Key}, which ./test does not install: call TestPrograms.Require(\"{program.Key}\") first");
        }
    }

    // A skip inside an expression that must throw counts as a wrong exception, so the test fails instead of being skipped.
    [Theory]
    [MemberData(nameof(Sources))]
    public void No_test_skips_inside_an_expression_that_must_throw(string source) => SkipInThrow().Match(Repository.Read(source)).Value.ShouldBeEmpty();

    // Callers of NpmPackage catch the exception for a missing npm and skip the test.
    [GeneratedRegex("""Assert\.Skip|TestPrograms\.Require|class NpmPackage""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Skips();

    [GeneratedRegex("""command -v (?<a>[a-z0-9-]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Installed();

    [GeneratedRegex("""(?:new ProcessSpec\(|new ProcessStartInfo\(|Tool\.\w+Async\(|NpmPackage\.RunAsync\()\s*"(?:/(?:usr/)?bin/)?(?<a>[a-z0-9][a-z0-9_-]*)"|RunAsync\(new\("(?<c>[a-z0-9-]+)"|"/usr/s?bin/(?<b>[a-z0-9_-]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Started();

    [GeneratedRegex("""Should\.(?:Throw|ThrowAsync|NotThrow)\w*<?[^;]*?\b(?:TestMedia|TestCases|TestModels|TestPrograms)\.(?!ShouldAgree)\w+\([^;]*;""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SkipInThrow();
}
