namespace Reelmill.Media.Pictures;

/// <summary>Tells what kind of still picture a file is, by how it begins and never by its name.</summary>
public static class PictureFormat
{
    /// <summary>How many bytes are looked at.</summary>
    public const int Bytes = 16;

    /// <summary>Gives ffmpeg's name of the reader for one picture of that kind; readers that look for numbered files, or follow links, are none.</summary>
    /// <param name="begin">The first bytes of the file, at best <see cref="Bytes"/>.</param>
    /// <returns>The reader; null when it is no picture that is known.</returns>
    public static string? ReaderOf(ReadOnlySpan<byte> begin) => begin switch
    {
        [0xFF, 0xD8, 0xFF, ..] => "jpeg_pipe",
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "png_pipe",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "webp_pipe",
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => "gif",
        [(byte)'B', (byte)'M', ..] => "bmp_pipe",
        [(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'M', (byte)'M', 0, 42, ..] => "tiff_pipe",
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => "mov",
        [0, 0, 0, 12, (byte)'j', (byte)'P', ..] or [0xFF, 0x4F, 0xFF, 0x51, ..] => "j2k_pipe",
        [0xFF, 0x0A, ..] or [0, 0, 0, 12, (byte)'J', (byte)'X', (byte)'L', ..] => "jpegxl_pipe",
        _ => null,
    };
}
