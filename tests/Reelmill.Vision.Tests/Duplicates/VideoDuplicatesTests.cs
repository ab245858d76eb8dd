using Reelmill.Vision.Duplicates;

namespace Reelmill.Vision.Tests.Duplicates;

public class VideoDuplicatesTests
{
    [Fact]
    public void A_frame_that_repeats_a_kept_one_names_it_and_the_distance()
    {
        var duplicates = new VideoDuplicates(5);

        duplicates.Add(0, 0b0000).ShouldBeNull();
        duplicates.Add(1000, 0b0111).ShouldBe(new VideoTwin(0, 3));
        duplicates.Add(2000, 0b1111_1111).ShouldBeNull();
        duplicates.Kept.ShouldBe(2);
    }

    [Fact]
    public void The_closest_kept_frame_is_the_twin_and_the_earliest_on_a_tie()
    {
        var duplicates = new VideoDuplicates(3);
        duplicates.Add(0, 0b0000_0000);
        duplicates.Add(1, 0b0000_1111);
        duplicates.Add(2, 0b1111_0000);

        duplicates.Add(3, 0b0000_0111).ShouldBe(new VideoTwin(1, 1));
        duplicates.Add(4, 0b0000_0011).ShouldBe(new VideoTwin(0, 2));
    }

    [Fact]
    public void A_duplicate_is_not_remembered()
    {
        var duplicates = new VideoDuplicates(1);
        duplicates.Add(0, 0b00);
        duplicates.Add(1, 0b01).ShouldNotBeNull();

        duplicates.Add(2, 0b11).ShouldBeNull();
    }

    [Fact]
    public void Twelve_hours_at_a_frame_a_second_stay_exact()
    {
        var duplicates = new VideoDuplicates(5);
        var hashes = TestHashes.Random(43_200, 8);
        for (var i = 0; i < hashes.Length; i++)
        {
            duplicates.Add(i * 1000L, hashes[i]).ShouldBeNull();
        }

        duplicates.Add(hashes.Length * 1000L, hashes[43_199] ^ 3).ShouldBe(new VideoTwin(43_199_000, 2));
    }

    [Fact]
    public void Time_does_not_go_back()
    {
        var duplicates = new VideoDuplicates(5);
        duplicates.Add(10, 1);
        Should.Throw<ArgumentOutOfRangeException>(() => duplicates.Add(9, 2));
    }
}
