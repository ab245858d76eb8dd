using Reelmill.Vision.Duplicates;

namespace Reelmill.Vision.Tests.Duplicates;

public class VideoDuplicatesTests
{
    [Fact]
    public void A_duplicate_names_the_kept_frame_and_the_distance()
    {
        var duplicates = new VideoDuplicates(5);

        duplicates.Add(0, 0b0000).ShouldBeNull();
        duplicates.Add(1000, 0b0111).ShouldBe(new DuplicateMatch(0, 3));
        duplicates.Add(2000, 0b1111_1111).ShouldBeNull();
        duplicates.Kept.ShouldBe(2);
    }

    [Fact]
    public void A_duplicate_names_the_nearest_kept_frame_and_the_earliest_on_a_tie()
    {
        var duplicates = new VideoDuplicates(3);
        duplicates.Add(0, 0b0000_0000);
        duplicates.Add(1, 0b0000_1111);
        duplicates.Add(2, 0b1111_0000);

        duplicates.Add(3, 0b0000_0111).ShouldBe(new DuplicateMatch(1, 1));
        duplicates.Add(4, 0b0000_0011).ShouldBe(new DuplicateMatch(0, 2));
    }

    [Fact]
    public void A_later_frame_is_not_compared_with_a_dropped_duplicate()
    {
        var duplicates = new VideoDuplicates(1);
        duplicates.Add(0, 0b00);
        duplicates.Add(1, 0b01).ShouldNotBeNull();

        duplicates.Add(2, 0b11).ShouldBeNull();
    }

    [Fact]
    public void Duplicates_are_found_among_twelve_hours_of_frames()
    {
        var duplicates = new VideoDuplicates(5);
        var hashes = TestHashes.Random(43_200, 8);
        for (var i = 0; i < hashes.Length; i++)
        {
            duplicates.Add(i * 1000L, hashes[i]).ShouldBeNull();
        }

        duplicates.Add(hashes.Length * 1000L, hashes[43_199] ^ 3).ShouldBe(new DuplicateMatch(43_199_000, 2));
    }

    [Fact]
    public void A_frame_earlier_than_the_previous_one_is_rejected()
    {
        var duplicates = new VideoDuplicates(5);
        duplicates.Add(10, 1);
        Should.Throw<ArgumentOutOfRangeException>(() => duplicates.Add(9, 2));
    }
}
