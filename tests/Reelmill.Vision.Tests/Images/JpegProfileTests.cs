using Reelmill.Vision.Images;

namespace Reelmill.Vision.Tests.Images;

public sealed class JpegProfileTests
{
    private static readonly byte[] Start = [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2];

    [Fact]
    public void Parts_are_put_together_by_their_numbers() =>
        JpegProfile.Of([.. Start, .. Part(2, 3, "bb"), .. Part(3, 3, "c"), .. Part(1, 3, "aaa")]).ShouldBe("aaabbc"u8.ToArray());

    [Fact]
    public void A_profile_with_a_part_missing_is_none()
    {
        JpegProfile.Of([.. Start, .. Part(1, 3, "aaa"), .. Part(3, 3, "c")]).ShouldBeNull();
        JpegProfile.Of([.. Start, .. Part(1, 0, "aaa")]).ShouldBeNull();
        JpegProfile.Of([.. Start, .. Part(0, 1, "aaa")]).ShouldBeNull();
    }

    [Fact]
    public void A_file_that_is_cut_off_anywhere_is_read_as_far_as_it_goes()
    {
        byte[] file = [.. Start, .. Part(1, 2, "aaa"), .. Part(2, 2, "bb"), 0xFF, 0xDA, 0, 2];
        for (var length = 0; length < file.Length; length++)
        {
            (JpegProfile.Of(file.AsSpan(0, length))?.Length ?? 0).ShouldBeLessThanOrEqualTo(5);
        }
    }

    [Fact]
    public void What_follows_the_start_of_the_scan_is_no_profile() =>
        JpegProfile.Of([.. Start, 0xFF, 0xDA, 0, 2, .. Part(1, 1, "aaa")]).ShouldBeNull();

    private static byte[] Part(byte number, byte count, string content) =>
        [0xFF, 0xE2, 0, (byte)(16 + content.Length), .. "ICC_PROFILE\0"u8, number, count, .. content.Select(static c => (byte)c)];
}
