using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Reelmill.Pipelines.Mine;
using Reelmill.Pipelines.Registry;
using Reelmill.Pipelines.Settings;
using Reelmill.Testing;

namespace Reelmill.Pipelines.Tests.Mine;

public sealed class FrameRuleTests
{
    [Fact]
    public void A_formatted_rule_parses_as_the_same_rule() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.Zip(Gen.Choose(int.MinValue, int.MaxValue), Gen.Choose(1, 1_000_000)).ToArbitrary(),
        static pair =>
        {
            var threshold = (double)pair.Item1 / pair.Item2;
            var (below, above) = (FrameRule.DropBelow("motion", threshold, "a"), FrameRule.DropAbove("motion", threshold, "a"));
            return new FrameRule("a", below.ToString()) == below && new FrameRule("a", above.ToString()) == above && below != above
                && new FrameRule("a", threshold.ToString(CultureInfo.InvariantCulture)).Threshold == threshold;
        }));

    [Theory]
    [InlineData("motion<0.1", "motion < 0.1")]
    [InlineData(" mean_red  >  1e-3 ", "mean_red > 0.001")]
    [InlineData("-5", "-5")]
    [InlineData("off", "off")]
    public void Spaces_in_a_rule_are_ignored(string text, string expected) => new FrameRule("a", text).ToString().ShouldBe(expected);

    [Theory]
    [InlineData("a", "")]
    [InlineData("a", "motion")]
    [InlineData("a", "motion < ")]
    [InlineData("a", "motion < x")]
    [InlineData("a", "motion < NaN")]
    [InlineData("a", "motion < 1e999")]
    [InlineData("a", "motion <= 1")]
    [InlineData("a", "< 1")]
    [InlineData("a", "Motion < 1")]
    [InlineData("a", "motion < 1 < 2")]
    [InlineData("a", "motion < 1,5")]
    [InlineData("A", "motion < 1")]
    [InlineData("", "motion < 1")]
    [InlineData("blurred", "motion < 1")]
    [InlineData("a.b", "motion < 1")]
    public void An_invalid_rule_is_rejected_with_its_key(string name, string text) =>
        Should.Throw<UsageException>(() => new FrameRule(name, text)).Message.ShouldStartWith($"rules.{name}");

    [Theory]
    [InlineData("kept")]
    [InlineData("dropped")]
    [InlineData("covered")]
    public void A_reserved_name_is_rejected(string name) => Should.Throw<UsageException>(() => FrameRule.Off(name));

    [Fact]
    public void A_threshold_alone_changes_the_earlier_rule_or_that_of_the_library()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["reelmill.yaml"], "rules:\n  still: motion < 0.005\n");
        var options = PipelineRegistry.BuiltIn.Configure(new MineOptions(), [.. PipelineRegistry.BuiltIn.ReadSettings(folder["reelmill.yaml"]), ("rules.still", "0.01")]);
        options.Rules.ShouldBe([FrameRule.DropBelow("motion", 0.01, "still")]);
        FrameRules alone = [new FrameRule("still", "0.2")];
        alone.Over([FrameRule.DropAbove("mean", 1, "still")]).ShouldBe([FrameRule.DropAbove("mean", 0.2, "still")]);
        ReelmillConfig.From([new("rules:still", "motion < 0.3")]).Mine.Rules.ShouldBe([FrameRule.DropBelow("motion", 0.3, "still")]);
    }

    [Fact]
    public void Configuration_files_and_settings_define_rules_by_name()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["reelmill.yaml"], "rules:\n  not_red: mean_red < 0.1\n  still: motion < 0.01\n");
        var options = PipelineRegistry.BuiltIn.Configure(new MineOptions(), [.. PipelineRegistry.BuiltIn.ReadSettings(folder["reelmill.yaml"]), ("rules.still", "off")]);

        options.Rules.ShouldBe([FrameRule.DropBelow("mean_red", 0.1, "not_red"), FrameRule.Off("still")]);
        options.ShouldBe(options with { Rules = [.. options.Rules] });
        Should.Throw<UsageException>(static () => PipelineRegistry.BuiltIn.Configure(new MineOptions(), [("rule.still", "motion < 1")])).Message.ShouldContain("There is no setting 'rule.still'");
        Should.Throw<UsageException>(static () => PipelineRegistry.BuiltIn.Configure(new MineOptions(), [("rules.", "motion < 1")])).Message.ShouldContain("There is no setting 'rules.'");
    }
}
