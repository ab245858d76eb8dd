using System.Buffers.Binary;
using Reelmill.Vision.Images.Formats;

namespace Reelmill.Vision.Tests.Images;

/// <summary>What an image's own bytes say, and that no bytes at all upset who reads them.</summary>
public sealed class ImageHeaderTests
{
    private const int Mutations = 4000;

    // EXIF's number of what HEIF says: quarter turns counterclockwise, then an exchange of top and bottom (0) or left and right (1).
    [Theory]
    [InlineData(0, null, 1)]
    [InlineData(1, null, 8)]
    [InlineData(2, null, 3)]
    [InlineData(3, null, 6)]
    [InlineData(0, 0, 4)]
    [InlineData(0, 1, 2)]
    [InlineData(1, 0, 5)]
    [InlineData(1, 1, 7)]
    [InlineData(2, 0, 2)]
    [InlineData(3, 1, 5)]
    public void An_AVIF_image_says_how_it_is_turned_and_mirrored(int turns, int? mirror, int orientation)
    {
        byte[][] properties = mirror is { } axis ? [Box("irot", (byte)turns), Box("imir", (byte)axis)] : [Box("irot", (byte)turns)];

        var header = ImageHeader.Read(Avif("av01", properties))!;

        (header.Format, header.Orientation, header.Unsupported).ShouldBe(("AVIF", orientation, null));
    }

    [Theory]
    [InlineData("grid", "AVIF made of tiles")]
    [InlineData("hvc1", "HEIC")]
    [InlineData("iovl", "AVIF that is not coded as one AV1 image")]
    public void An_image_that_is_coded_otherwise_is_not_decoded(string type, string unsupported) =>
        ImageHeader.Read(Avif(type, []))!.Unsupported.ShouldBe(unsupported);

    [Fact]
    public void A_cropped_image_is_not_decoded() => ImageHeader.Read(Avif("av01", [Box("clap", new byte[32])]))!.Unsupported.ShouldBe("AVIF with a crop (clap)");

    [Fact]
    public void Damaged_headers_are_read_without_an_error()
    {
        byte[][] samples =
        [
            Avif("av01", [Box("irot", 1), Box("imir", 0)]),
            [0xFF, 0xD8, 0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, .. Tiff()],
            [0x89, .. "PNG\r\n\u001a\n"u8, 0, 0, 0, 26, .. "eXIf"u8, .. Tiff(), 0, 0, 0, 0],
            [.. "RIFF"u8, 60, 0, 0, 0, .. "WEBPVP8X"u8, 10, 0, 0, 0, 8, 0, 0, 0, 1, 0, 0, 1, 0, 0, .. "EXIF"u8, 26, 0, 0, 0, .. Tiff()],
            Tiff(),
            [0, 0, 1, 0, 1, 0, 16, 16, 0, 0, 1, 0, 32, 0, 16, 0, 0, 0, 22, 0, 0, 0, 1, 2, 3],
            [0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 16, 0, 16, 0, 24, 0, 1, 2, 3],
        ];
        var random = new Random(20260);

        samples.ShouldAllBe(static s => ImageHeader.Read(s) != null);
        for (var n = 0; n < Mutations; n++)
        {
            var bytes = samples[n % samples.Length].ToArray();
            for (var change = random.Next(4); change >= 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            Should.NotThrow(() => ImageHeader.Read(bytes.AsSpan(0, random.Next(bytes.Length + 1))));
        }
    }

    private static byte[] Tiff() => [.. "MM"u8, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0];

    private static byte[] Avif(string type, byte[][] properties) =>
    [
        .. Box("ftyp", [.. "avif"u8, 0, 0, 0, 0, .. "mif1"u8]),
        .. Box("meta",
        [
            0, 0, 0, 0,
            .. Box("pitm", 0, 0, 0, 0, 0, 1),
            .. Box("iinf", [0, 0, 0, 0, 0, 1, .. Box("infe", [2, 0, 0, 0, 0, 1, 0, 0, .. Text(type), 0])]),
            .. Box("iprp",
            [
                .. Box("ipco", [.. properties.SelectMany(static p => p)]),
                .. Box("ipma", [0, 0, 0, 0, 0, 0, 0, 1, 0, 1, (byte)properties.Length, .. Enumerable.Range(1, properties.Length).Select(static n => (byte)(n | 0x80))]),
            ]),
        ]),
    ];

    private static byte[] Box(string name, params byte[] content)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, 8 + content.Length);
        return [.. length, .. Text(name), .. content];
    }

    private static byte[] Text(string name) => System.Text.Encoding.ASCII.GetBytes(name);
}
