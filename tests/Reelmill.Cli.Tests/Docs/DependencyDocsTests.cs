using System.Text.Json;
using System.Xml.Linq;

namespace Reelmill.Cli.Tests.Docs;

/// <summary>docs/dependencies.md has a row for each package that is used, and no other.</summary>
public sealed class DependencyDocsTests
{
    private const int Cells = 5;

    [Fact]
    public void Every_NuGet_package_has_a_row_and_every_row_a_package() =>
        NamesUnder("## NuGet").ShouldBe(
            XDocument.Parse(Repository.Read("Directory.Packages.props")).Descendants("PackageVersion").Select(static p => p.Attribute("Include")!.Value),
            ignoreOrder: true);

    [Fact]
    public void Every_npm_package_of_the_page_has_a_row_and_every_row_a_package()
    {
        using var package = JsonDocument.Parse(Repository.Read("web/package.json"));
        string[] groups = ["dependencies", "devDependencies"];

        NamesUnder("## npm").ShouldBe(groups.SelectMany(g => package.RootElement.GetProperty(g).EnumerateObject().Select(static p => p.Name)), ignoreOrder: true);
    }

    /// <summary>The first cells of the tables under headings that begin so; every row must be complete.</summary>
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
