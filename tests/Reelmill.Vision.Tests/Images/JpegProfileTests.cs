using Reelmill.Vision.Images;

namespace Reelmill.Vision.Tests.Images;

public sealed class JpegProfileTests
{
    private static readonly byte[] Start = [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2];

    [Fact]
    public void Pieces_are_assembled_in_the_order_of_their_numbers() =>
        JpegProfile.Read([.. Start, .. Piece(2, 3, "bb"), .. Piece(3, 3, "c"), .. Piece(1, 3, "aaa")]).ShouldBe("aaabbc"u8.ToArray());

    [Fact]
    public void A_profile_with_a_missing_piece_is_ignored()
    {
        JpegProfile.Read([.. Start, .. Piece(1, 3, "aaa"), .. Piece(3, 3, "c")]).ShouldBeNull();
        JpegProfile.Read([.. Start, .. Piece(1, 0, "aaa")]).ShouldBeNull();
        JpegProfile.Read([.. Start, .. Piece(0, 1, "aaa")]).ShouldBeNull();
    }

    [Fact]
    public void A_truncated_file_never_causes_an_exception()
    {
        byte[] file = [.. Start, .. Piece(1, 2, "aaa"), .. Piece(2, 2, "bb"), 0xFF, 0xDA, 0, 2];
        for (var length = 0; length < file.Length; length++)
        {
            (JpegProfile.Read(file.AsSpan(0, length))?.Length ?? 0).ShouldBeLessThanOrEqualTo(5);
        }
    }

    [Fact]
    public void Segments_after_the_start_of_the_scan_are_ignored() =>
        JpegProfile.Read([.. Start, 0xFF, 0xDA, 0, 2, .. Piece(1, 1, "aaa")]).ShouldBeNull();

    private static byte[] Piece(byte number, byte count, string content) =>
        [0xFF, 0xE2, 0, (byte)(16 + content.Length), .. "ICC_PROFILE\0"u8, number, count, .. content.Select(static c => (byte)c)];
}
