using Reelmill.Vision.Quality;

namespace Reelmill.Vision.Tests.Quality;

public class QualityRulesTests
{
    private static readonly FrameScores Good = new(500, 0.9, 0.1, 0.5, 0.2, 7, 0.1, 1);
    private static readonly QualityLimits Limits = new();

    [Fact]
    public void A_good_frame_passes() => QualityRules.Evaluate(Good, Limits).ShouldBeNull();

    [Fact]
    public void A_violated_rule_reports_its_name_score_and_threshold()
    {
        QualityRules.Evaluate(Good with { Dark = 0.31 }, Limits).ShouldBe(new Verdict("too_dark", 0.31, Limits.DarkBelow));
        QualityRules.Evaluate(Good with { Bright = 0.96 }, Limits).ShouldBe(new Verdict("too_bright", 0.96, Limits.BrightAbove));
        QualityRules.Evaluate(Good with { Contrast = 0.001 }, Limits).ShouldBe(new Verdict("flat", 0.001, Limits.MinContrast));
        QualityRules.Evaluate(Good with { Information = 0.5 }, Limits).ShouldBe(new Verdict("flat", 0.5, Limits.MinInformation));
        QualityRules.Evaluate(Good with { Sharpness = 1 }, Limits).ShouldBe(new Verdict("blurred", 1, Limits.MinSharpness));
    }

    [Fact]
    public void A_score_at_the_limit_passes() => QualityRules.Evaluate(
        Good with
        {
            Dark = Limits.DarkBelow,
            Bright = Limits.BrightAbove,
            Contrast = Limits.MinContrast,
            Information = Limits.MinInformation,
            Sharpness = Limits.MinSharpness,
        },
        Limits).ShouldBeNull();

    [Fact]
    public void Rules_are_checked_in_the_order_dark_bright_flat_blurred()
    {
        var bad = new FrameScores(0, 0, 1, 0, 0, 0, 0, 0);
        QualityRules.Evaluate(bad, Limits)!.Rule.ShouldBe("too_dark");
        QualityRules.Evaluate(bad with { Dark = 1 }, Limits)!.Rule.ShouldBe("too_bright");
        QualityRules.Evaluate(bad with { Dark = 1, Bright = 0 }, Limits)!.Rule.ShouldBe("flat");
        QualityRules.Evaluate(bad with { Dark = 1, Bright = 0, Contrast = 1, Information = 8 }, Limits)!.Rule.ShouldBe("blurred");
    }

    [Fact]
    public void Default_limits_are_valid() => Should.NotThrow(Limits.Validate);

    [Theory]
    [InlineData(-1, 0.3, 0.9, 5)]
    [InlineData(40, 1.5, 0.9, 5)]
    [InlineData(40, 0.3, double.NaN, 5)]
    [InlineData(40, 0.3, 0.9, 17)]
    public void A_limit_outside_its_range_is_rejected(double sharpness, double dark, double bright, int distance) =>
        Should.Throw<ArgumentOutOfRangeException>(new QualityLimits
        {
            MinSharpness = sharpness,
            DarkBelow = dark,
            BrightAbove = bright,
            MaxDistance = distance,
        }.Validate);
}
