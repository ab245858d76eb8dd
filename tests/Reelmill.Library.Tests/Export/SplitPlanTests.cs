using Reelmill.Library.Export;

namespace Reelmill.Library.Tests.Export;

public sealed class SplitPlanTests
{
    private const string Usual = "train=0.8,val=0.1,test=0.1";

    private static readonly string[] Videos = [.. Enumerable.Range(0, 20_000).Select(static i => i.ToString("x20"))];

    [Fact]
    public void Shares_hold_over_many_videos()
    {
        var plan = SplitPlan.Parse(Usual, seed: 7);

        var counts = Videos.CountBy(plan.GetSplit).ToDictionary();

        plan.Names.ShouldBe(["train", "val", "test"]);
        counts["train"].ShouldBeInRange(15_800, 16_200);
        counts["val"].ShouldBeInRange(1_850, 2_150);
        counts["test"].ShouldBeInRange(1_850, 2_150);
    }

    [Fact]
    public void A_seed_gives_the_same_splits_on_every_machine_and_another_seed_gives_others()
    {
        var (seven, eight) = (SplitPlan.Parse(Usual, seed: 7), SplitPlan.Parse(Usual, seed: 8));

        string.Concat(Videos.Take(24).Select(v => seven.GetSplit(v)[1])).ShouldBe("rrrrarrrrrrrrrrrerearrrr");
        Videos.Count(v => seven.GetSplit(v) != eight.GetSplit(v)).ShouldBeGreaterThan(4_000);
    }

    [Theory]
    [InlineData("train=0.8,val=0.1", "add up to 0.9")]
    [InlineData("train=0.5,train=0.5", "a duplicate name")]
    [InlineData("train", "Write NAME=SHARE")]
    [InlineData("train=1,", "Write NAME=SHARE")]
    [InlineData("train=0,test=1", "a share above 0")]
    [InlineData("train=-1,test=2", "Write NAME=SHARE")]
    [InlineData("train=NaN", "Write NAME=SHARE")]
    [InlineData("../up=1", "Write NAME=SHARE")]
    [InlineData("a-1=1", "Write NAME=SHARE")]
    [InlineData("", "Write NAME=SHARE")]
    public void Invalid_shares_are_refused_with_the_broken_rule(string text, string message) =>
        Should.Throw<FormatException>(() => SplitPlan.Parse(text, seed: 0)).Message.ShouldContain(message);
}
