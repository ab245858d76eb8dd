using Reelmill.Pipelines.Items;

namespace Reelmill.Pipelines.Tests.Items;

public sealed class RecipeTests
{
    [Fact]
    public void A_change_names_what_is_other_what_is_new_and_what_is_gone()
    {
        var before = new Recipe([new("detect", "yolox-nano"), new("every", "1000ms"), new("fast", "no")]);
        var after = new Recipe([new("every", "2000ms"), new("fast", "no"), new("version", "2")]);

        after.ChangeFrom(before.Json).ShouldBe("every 1000ms -> 2000ms, version - -> 2, detect yolox-nano -> -");
        after.ChangeFrom(after.Json).ShouldBeEmpty();
    }
}
