namespace Reelmill.Vision.Images.Formats;

/// <summary>Tells the TIFF files that ffmpeg 5.1 decodes truly from those of which it makes black, green or white images without an error.</summary>
internal static class TiffHeader
{
    private const uint Uncompressed = 1;

    public static ImageHeader Read(ReadOnlySpan<byte> file)
    {
        var directory = TiffDirectory.Of(file);
        var unsupported = (directory.Find(TiffDirectory.Compression) ?? Uncompressed) switch
        {
            Uncompressed or 2 or 3 or 4 or 5 or 8 or 32773 or 32946 => null,
            6 or 7 => "TIFF with JPEG compression",
            var other => $"TIFF with compression {other}",
        };
        unsupported ??= directory.Find(TiffDirectory.Photometric) switch
        {
            null or 0 or 1 or 2 or 3 => null,
            5 => "TIFF with CMYK inks",
            6 => "TIFF in YCbCr",
            var other => $"TIFF with color space {other}",
        };
        unsupported ??= directory.Find(TiffDirectory.TileWidth) is null ? null : "TIFF made of tiles";
        return ImageHeader.Of("TIFF", "tiff_pipe") with { Orientation = directory.Upright(), Unsupported = unsupported };
    }
}
