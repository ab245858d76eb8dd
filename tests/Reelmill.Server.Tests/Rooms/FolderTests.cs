namespace Reelmill.Server.Tests.Rooms;

/// <summary>No folder of a project uses one that uses it, whatever their sources say: the compiled assemblies are read.</summary>
public sealed class FolderTests
{
    [Theory]
    [InlineData("Reelmill.Core")]
    [InlineData("Reelmill.Library")]
    [InlineData("Reelmill.Media")]
    [InlineData("Reelmill.Vision")]
    [InlineData("Reelmill.Pipelines")]
    [InlineData("Reelmill.Server")]
    public void No_folder_uses_one_that_uses_it(string project)
    {
        var uses = AssemblyFolders.UsesOf(PathOf(project));

        uses.Count.ShouldBeGreaterThan(5);
        AssemblyFolders.CirclesIn(uses).ShouldBeEmpty();
    }

    /// <summary>Arrows of docs/adr/0021: a pipeline knows what is below it, and only the registry knows pipelines.</summary>
    [Fact]
    public void Rooms_of_Pipelines_stand_on_each_other_in_one_order()
    {
        string[] order = ["(root)", "Settings", "Services", "Runs", "Items", "Index", "Mine", "Hls", "Chunk", "Videos", "Registry"];

        var upward = AssemblyFolders.UsesOf(PathOf("Reelmill.Pipelines"))
            .Where(u => Array.IndexOf(order, u.Key.From) <= Array.IndexOf(order, u.Key.To) || !order.Contains(u.Key.From, StringComparer.Ordinal));

        upward.Select(static u => $"{u.Key.From} -> {u.Key.To}: {string.Join(", ", u.Value)}").ShouldBeEmpty();
    }

    [Fact]
    public void Formats_know_nothing_of_what_uses_them() =>
        AssemblyFolders.UsesOf(PathOf("Reelmill.Media")).Where(static u => u.Key.From == "Formats").Select(static u => $"{u.Key.To}: {string.Join(", ", u.Value)}").ShouldBeEmpty();

    [Fact]
    public void A_circle_is_found_where_there_is_one()
    {
        var uses = new Dictionary<(string, string), IReadOnlySet<string>>
        {
            [("A", "B")] = new HashSet<string>(StringComparer.Ordinal) { "a uses b" },
            [("B", "C")] = new HashSet<string>(StringComparer.Ordinal) { "b uses c" },
            [("C", "A")] = new HashSet<string>(StringComparer.Ordinal) { "c uses a" },
            [("C", "D")] = new HashSet<string>(StringComparer.Ordinal) { "c uses d" },
        };

        AssemblyFolders.CirclesIn(uses).ShouldBe(["A -> B: a uses b", "B -> C: b uses c", "C -> A: c uses a"]);
    }

    private static string PathOf(string project) => Path.Combine(AppContext.BaseDirectory, project + ".dll");
}
