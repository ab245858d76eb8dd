namespace Reelmill.Server.Tests.Dependencies;

/// <summary>The folders of each project have no circular dependencies, as its compiled assembly shows.</summary>
public sealed class FolderTests
{
    [Theory]
    [InlineData("Reelmill.Core")]
    [InlineData("Reelmill.Library")]
    [InlineData("Reelmill.Media")]
    [InlineData("Reelmill.Vision")]
    [InlineData("Reelmill.Pipelines")]
    [InlineData("Reelmill.Server")]
    public void Folders_have_no_circular_dependencies(string project)
    {
        var uses = AssemblyFolders.GetUses(GetPath(project));

        uses.Count.ShouldBeGreaterThan(5);
        AssemblyFolders.FindCycles(uses).ShouldBeEmpty();
    }

    /// <summary>The order of docs/adr/0021: a pipeline depends only on the folders below it, and only the registry depends on pipelines.</summary>
    [Fact]
    public void Folders_of_Pipelines_depend_on_each_other_in_one_order()
    {
        string[] order = ["(root)", "Settings", "FrameStages", "Services", "Runs", "Items", "Index", "Mine", "Hls", "Chunk", "Videos", "Registry"];

        var upward = AssemblyFolders.GetUses(GetPath("Reelmill.Pipelines"))
            .Where(u => Array.IndexOf(order, u.Key.From) <= Array.IndexOf(order, u.Key.To) || !order.Contains(u.Key.From, StringComparer.Ordinal) || !order.Contains(u.Key.To, StringComparer.Ordinal));

        upward.Select(static u => $"{u.Key.From} -> {u.Key.To}: {string.Join(", ", u.Value)}").ShouldBeEmpty();
    }

    [Fact]
    public void Formats_depend_on_no_other_folder() =>
        AssemblyFolders.GetUses(GetPath("Reelmill.Media")).Where(static u => u.Key.From == "Formats").Select(static u => $"{u.Key.To}: {string.Join(", ", u.Value)}").ShouldBeEmpty();

    [Fact]
    public void A_circular_dependency_is_detected()
    {
        var uses = new Dictionary<(string, string), IReadOnlySet<string>>
        {
            [("A", "B")] = new HashSet<string>(StringComparer.Ordinal) { "a uses b" },
            [("B", "C")] = new HashSet<string>(StringComparer.Ordinal) { "b uses c" },
            [("C", "A")] = new HashSet<string>(StringComparer.Ordinal) { "c uses a" },
            [("C", "D")] = new HashSet<string>(StringComparer.Ordinal) { "c uses d" },
        };

        AssemblyFolders.FindCycles(uses).ShouldBe(["A -> B: a uses b", "B -> C: b uses c", "C -> A: c uses a"]);
    }

    private static string GetPath(string project) => Path.Combine(AppContext.BaseDirectory, project + ".dll");
}
