using System.Reflection;
using System.Text.RegularExpressions;

namespace Reelmill.Cli.Tests;

public sealed partial class VersionTests
{
    [Fact]
    public void The_version_is_that_of_the_repository_with_its_commit()
    {
        var shown = typeof(Application).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        var version = VersionElement().Match(Repository.Read("Directory.Build.props")).Groups["version"].Value;

        shown.ShouldMatch($@"^{Regex.Escape(version)}(\+[0-9a-f]{{40}})?$");
        shown.Contains('+', StringComparison.Ordinal).ShouldBe(Path.Exists(Path.Combine(Repository.Root, ".git")));
    }

    [GeneratedRegex("<Version>(?<version>.+)</Version>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex VersionElement();
}
