using System.Buffers.Binary;
using System.Text;
using Reelmill.Cli.Images;

namespace Reelmill.Cli.Tests.Images;

public sealed class LimitedRangeGrayTests
{
    private static readonly byte[] Av1Gray = Box("av1C", [0x81, 0, 0x10, 0]);
    private static readonly byte[] Av1Color = Box("av1C", [0x81, 0, 0, 0]);
    private static readonly byte[] HevcGray = Box("hvcC", [.. new byte[16], 0xFC, 0xF8]);
    private static readonly byte[] HevcColor = Box("hvcC", [.. new byte[16], 0xFD, 0xF8]);

    // Sequence headers of 8-bit gray as libaom writes them; they differ only in color_range.
    private static readonly byte[] Av1LimitedHeader = Box("av1C", [0x81, 0, 0x1C, 0, 0x0A, 9, 0x18, 0x19, 0xBF, 0xFF, 0xE1, 0x80, 0x86, 0x84, 0x90]);
    private static readonly byte[] Av1FullHeader = Box("av1C", [0x81, 0, 0x1C, 0, 0x0A, 9, 0x18, 0x19, 0xBF, 0xFF, 0xE1, 0x80, 0x86, 0x84, 0xD0]);
    private static readonly byte[] Limited = Box("colr", [.. "nclx"u8, 0, 1, 0, 13, 0, 6, 0]);
    private static readonly byte[] Full = Box("colr", [.. "nclx"u8, 0, 1, 0, 13, 0, 6, 0x80]);

    public static TheoryData<string, byte[], bool> Files { get; } = new()
    {
        { "AV1, gray, limited", File("meta", Av1Gray, Limited), true },
        { "AV1, gray, full", File("meta", Av1Gray, Full), false },
        { "AV1, gray with transparency", File("meta", Av1Gray, Limited, Av1Gray), true },
        { "AV1, gray transparency of a color image", File("meta", Av1Gray, Limited, Av1Color), false },
        { "AV1, gray, range not given", File("meta", Av1Gray), false },
        { "AV1, gray, limited by its header, full transparency", File("meta", Av1LimitedHeader, Av1FullHeader), true },
        { "AV1, gray, full by its header, limited transparency", File("meta", Av1FullHeader, Av1LimitedHeader), false },
        { "AV1, gray, limited by its header, full by the container", File("meta", Av1LimitedHeader, Full), false },
        { "a track, gray, limited by its header", File("moov", Av1LimitedHeader), true },
        { "HEVC, gray, limited", File("meta", HevcGray, Limited), true },
        { "HEVC, gray, range not given", File("meta", HevcGray), false },
        { "HEVC, gray depth of a color image", File("meta", HevcColor, Limited, HevcGray), false },
        { "a track, gray, limited", File("moov", Av1Gray, Limited), true },
        { "cut off", File("meta", Av1Gray, Limited)[..30], false },
        { "no boxes", [], false },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Limited_range_is_detected_when_every_image_of_the_file_is_gray_and_limited(string what, byte[] file, bool expected) =>
        LimitedRangeGray.Detect(file).ShouldBe(expected, what);

    private static byte[] File(string name, params byte[][] boxes) => [.. Box("ftyp", "avif"u8.ToArray()), .. Box(name, [.. boxes.SelectMany(static b => b)])];

    private static byte[] Box(string name, byte[] content)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, 8 + content.Length);
        return [.. length, .. Encoding.ASCII.GetBytes(name), .. content];
    }
}
