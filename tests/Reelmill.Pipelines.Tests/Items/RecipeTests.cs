using Reelmill.Pipelines.Items;

namespace Reelmill.Pipelines.Tests.Items;

public sealed class RecipeTests
{
    [Fact]
    public void A_change_lists_changed_added_and_removed_values()
    {
        var before = new Recipe([new("detect", "yolox-nano"), new("every", "1000ms"), new("fast", "no")]);
        var after = new Recipe([new("every", "2000ms"), new("fast", "no"), new("version", "2")]);

        after.DescribeChange(before.Json).ShouldBe("every 1000ms -> 2000ms, version - -> 2, detect yolox-nano -> -");
        after.DescribeChange(after.Json).ShouldBeEmpty();
    }
}
