using System.Buffers.Binary;

namespace Reelmill.Vision.Images.Formats;

/// <summary>What an image file says about itself before anything decodes it: its format, how it is to be shown, and whether it can be decoded truly.</summary>
/// <param name="Format">The name of the format, such as <c>PNG</c>.</param>
/// <param name="Input">The options that make ffmpeg read this format and no other, up to the file's name; readers of numbered files or links are never among them.</param>
/// <param name="Orientation">1 to 8 as EXIF counts: what makes the decoded image upright.</param>
/// <param name="Unsupported">What the file holds that ffmpeg 5.1 decodes wrongly or not at all; null when it is decoded truly.</param>
public sealed record ImageHeader(string Format, IReadOnlyList<string> Input, int Orientation = 1, string? Unsupported = null)
{
    /// <summary>Recognizes a format by the file's content, never by its name.</summary>
    /// <param name="file">The whole file; it may be damaged.</param>
    /// <returns>The header; null for what is no image that is known.</returns>
    public static ImageHeader? Read(ReadOnlySpan<byte> file) => file switch
    {
        [0xFF, 0xD8, 0xFF, ..] => Of("JPEG", "jpeg_pipe") with { Orientation = ExifOrientation.Of(file) },
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => Of("PNG", "png_pipe") with { Orientation = PngExif.Orientation(file) },
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => WebpHeader.Read(file),
        [(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'M', (byte)'M', 0, 42, ..] => TiffHeader.Read(file),
        [(byte)'I', (byte)'I', 43, 0, ..] or [(byte)'M', (byte)'M', 0, 43, ..] => Of("BigTIFF", "tiff_pipe") with { Unsupported = "BigTIFF" },
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => HeifHeader.Read(file),
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => Of("GIF", "gif"),
        [(byte)'B', (byte)'M', ..] => Of("BMP", "bmp_pipe"),
        [0, 0, 0, 12, (byte)'j', (byte)'P', ..] or [0xFF, 0x4F, 0xFF, 0x51, ..] => Of("JPEG 2000", "j2k_pipe"),
        [0xFF, 0x0A, ..] or [0, 0, 0, 12, (byte)'J', (byte)'X', (byte)'L', ..] => Of("JPEG XL", "jpegxl_pipe"),
        [(byte)'q', (byte)'o', (byte)'i', (byte)'f', ..] => Of("QOI", "qoi_pipe"),
        [(byte)'P', >= (byte)'1' and <= (byte)'7', (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'#', ..] => Portable(file[1]),
        [0, 0, 1, 0, ..] when IsIcon(file) => Of("ICO", "ico"),
        _ => TargaHeader.Read(file),
    };

    internal static ImageHeader Of(string format, string reader) => new(format, ["-f", reader]);

    private static ImageHeader Portable(byte kind) => kind switch
    {
        (byte)'1' or (byte)'4' => Of("PBM", "pbm_pipe"),
        (byte)'2' or (byte)'5' => Of("PGM", "pgm_pipe"),
        (byte)'7' => Of("PAM", "pam_pipe"),
        _ => Of("PPM", "ppm_pipe"),
    };

    // MPEG video begins with the same four bytes, so that the first entry of the directory has to make sense too.
    private static bool IsIcon(ReadOnlySpan<byte> file) =>
        file.Length >= 22
        && BinaryPrimitives.ReadUInt16LittleEndian(file[4..]) is var count and > 0
        && file[9] == 0
        && BinaryPrimitives.ReadUInt16LittleEndian(file[10..]) <= 1
        && BinaryPrimitives.ReadUInt16LittleEndian(file[12..]) is 0 or 1 or 4 or 8 or 16 or 24 or 32
        && BinaryPrimitives.ReadUInt32LittleEndian(file[18..]) is var offset && offset >= 6 + (16L * count) && offset < file.Length;
}
