using FsCheck;
using FsCheck.Fluent;
using Reelmill.Media.Hls.Packaging;

namespace Reelmill.Media.Tests.Hls.Packaging;

/// <summary>Compares the bitrates that the packager declares and the checker verifies with the definition in RFC 8216.</summary>
public sealed class BandwidthTests
{
    private static readonly Gen<(double Seconds, long Bytes)> Segment =
        from milliseconds in Gen.Choose(1, 12_000)
        from bytes in Gen.Choose(0, 4_000_000)
        select (milliseconds / 1000.0, (long)bytes);

    [Fact]
    public void The_peak_is_the_highest_bitrate_over_0_5_to_1_5_target_durations() =>
        Prop.ForAll(Gen.NonEmptyListOf(Segment).ToArbitrary(), Gen.Choose(1, 10).ToArbitrary(), static (segments, target) =>
        {
            var list = segments.ToArray();
            var rates =
                from first in Enumerable.Range(0, list.Length)
                from count in Enumerable.Range(1, list.Length - first)
                let window = list[first..(first + count)]
                let seconds = window.Sum(static p => p.Seconds)
                where seconds >= 0.5 * target && seconds <= 1.5 * target
                select 8 * window.Sum(static p => p.Bytes) / seconds;

            // Sums in a different order differ by a rounding error, which may fall on either side of a whole number.
            var expected = rates.DefaultIfEmpty(0).Max();
            ((double)Bandwidth.Peak(list, target)).ShouldBe(expected > 0 ? expected : Bandwidth.Average(list), 1.001);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_window_of_exactly_0_5_or_1_5_target_durations_counts()
    {
        Bandwidth.Peak([(3, 3_000), (6, 1_000)], 6).ShouldBe(8_000);
        Bandwidth.Peak([(9, 9_000), (1, 900)], 6).ShouldBe(8_000);
        Bandwidth.Peak([(2.9, 30_000), (6.2, 1_000)], 6).ShouldBe(1_291);
    }

    [Fact]
    public void The_average_is_total_bits_divided_by_total_seconds_rounded_up()
    {
        Bandwidth.Average([(6, 1_000), (1, 1_000)]).ShouldBe(2_286);
        Bandwidth.Average([]).ShouldBe(0);
    }
}
