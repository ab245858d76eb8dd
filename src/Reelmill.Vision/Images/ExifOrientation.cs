namespace Reelmill.Vision.Images;

/// <summary>Reads the EXIF orientation of a JPEG file (tag 0x0112 of the first TIFF 6.0 directory).</summary>
public static class ExifOrientation
{
    /// <summary>The orientation of an image that is stored upright; also the default for a missing or invalid tag.</summary>
    public const int Upright = 1;

    private const byte App1 = 0xE1;

    private static ReadOnlySpan<byte> Signature => "Exif\0\0"u8;

    /// <summary>Reads the orientation.</summary>
    /// <param name="jpeg">The whole file; it may be damaged.</param>
    /// <returns>An EXIF value, 1 to 8: 1 is upright, 3 is upside down, 6 is rotated by 90 degrees counterclockwise, ...</returns>
    public static int Read(ReadOnlySpan<byte> jpeg)
    {
        for (var segments = new JpegSegments(jpeg); segments.MoveNext();)
        {
            if (segments.Marker == App1 && segments.Content.StartsWith(Signature))
            {
                return TiffDirectory.Parse(segments.Content[Signature.Length..]).ReadOrientation();
            }
        }

        return Upright;
    }
}
