using FsCheck;
using FsCheck.Fluent;
using Reelmill.Media.Hls.Ladders;

namespace Reelmill.Media.Tests.Hls.Ladders;

public sealed class LadderTests
{
    private static readonly Gen<LadderRung> Rung =
        from height in Gen.Choose(144, 1080)
        from bitrate in Gen.Choose(50, 40_000)
        from more in Gen.Choose(0, 10_000)
        from profile in Gen.Elements("baseline", "main", "high")
        select new LadderRung(height, bitrate, bitrate + more, profile);

    [Fact]
    public void A_formatted_ladder_parses_to_the_same_rungs() =>
        Prop.ForAll(Gen.NonEmptyListOf(Rung).ToArbitrary(), static rungs =>
        {
            var ladder = new Ladder(rungs.DistinctBy(static r => r.Height).Take(12));

            Ladder.Parse(ladder.ToString()).Rungs.ShouldBe(ladder.Rungs);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Heights_get_default_bitrates_and_peaks_of_1_5_times_the_average()
    {
        Ladder.Parse("360, 1080,720:2000").Rungs.ShouldBe([new(1080, 6000, 9000), new(720, 2000, 3000), new(360, 365, 547)]);
    }

    [Fact]
    public void Default_bitrates_increase_with_the_height()
    {
        var bitrates = Enumerable.Range(144, 937).Select(static h => LadderRung.FromHeight(h).Bitrate).ToArray();

        bitrates.ShouldBe(bitrates.Order());
        bitrates[0].ShouldBeGreaterThanOrEqualTo(50);
    }

    [Fact]
    public void The_peak_of_a_high_bitrate_is_capped_at_the_maximum()
    {
        Ladder.Parse("1080:40000").Rungs.ShouldBe([new(1080, 40_000, 50_000)]);
    }

    [Theory]
    [InlineData("", "''")]
    [InlineData("720p", "'720p'")]
    [InlineData("720:", "'720:'")]
    [InlineData("720:1/2/high/4", "'720:1/2/high/4'")]
    [InlineData("-720", "'-720'")]
    [InlineData("100", "height 100 is outside")]
    [InlineData("2160", "height 2160 is outside")]
    [InlineData("720:10", "rung 720 needs a bitrate")]
    [InlineData("720:3000/2000", "rung 720 needs a bitrate")]
    [InlineData("720:3000/4000/ultra", "profile 'ultra'")]
    [InlineData("720,720", "same height")]
    [InlineData("144,145,146,147,148,149,150,151,152,153,154,155,156", "1 to 12")]
    public void An_invalid_ladder_is_rejected_with_the_reason(string text, string says) =>
        Should.Throw<ArgumentException>(() => Ladder.Parse(text)).Message.ShouldContain(says);
}
