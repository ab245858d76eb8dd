using System.Text.Json;
using System.Xml.Linq;

namespace Reelmill.Cli.Tests.Docs;

/// <summary>docs/dependencies.md has exactly one row for each dependency.</summary>
public sealed class DependencyDocsTests
{
    private const int Cells = 5;

    [Fact]
    public void NuGet_packages_and_rows_match() =>
        NamesUnder("## NuGet").ShouldBe(
            XDocument.Parse(Repository.Read("Directory.Packages.props")).Descendants("PackageVersion").Select(static p => p.Attribute("Include")!.Value),
            ignoreOrder: true);

    [Fact]
    public void Npm_packages_of_the_page_and_rows_match()
    {
        using var package = JsonDocument.Parse(Repository.Read("web/package.json"));
        string[] groups = ["dependencies", "devDependencies"];

        NamesUnder("## npm").ShouldBe(groups.SelectMany(g => package.RootElement.GetProperty(g).EnumerateObject().Select(static p => p.Name)), ignoreOrder: true);
    }

    /// <summary>Reads the first cells of the tables under the headings with a prefix. Every row must be complete.</summary>
    private static List<string> NamesUnder(string heading)
    {
        var (names, inside) = (new List<string>(), false);
        foreach (var line in Repository.Read("docs/dependencies.md").Split('\n'))
        {
            inside = line.StartsWith("## ", StringComparison.Ordinal) ? line.StartsWith(heading, StringComparison.Ordinal) : inside;
            var cells = line.Trim('|').Split('|', StringSplitOptions.TrimEntries);
            if (inside && line.StartsWith("| ", StringComparison.Ordinal) && cells[0] != "package")
            {
                cells.Length.ShouldBe(Cells, line);
                cells.ShouldAllBe(static c => c.Length > 0, line);
                names.Add(cells[0]);
            }
        }

        return names;
    }
}
