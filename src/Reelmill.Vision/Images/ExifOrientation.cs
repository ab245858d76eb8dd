namespace Reelmill.Vision.Images;

/// <summary>Finds how the camera was held in the EXIF part of a JPEG file (tag 0x0112 of the first directory, TIFF 6.0).</summary>
public static class ExifOrientation
{
    /// <summary>As it is stored; also what a file means that says nothing, or nonsense.</summary>
    public const int Upright = 1;

    private const byte App1 = 0xE1;

    private static ReadOnlySpan<byte> Signature => "Exif\0\0"u8;

    /// <summary>Gives the orientation.</summary>
    /// <param name="jpeg">The whole file; it may be damaged.</param>
    /// <returns>1 to 8, as EXIF counts: 1 upright, 3 upside down, 6 turned by 90 degrees counterclockwise, ...</returns>
    public static int Of(ReadOnlySpan<byte> jpeg)
    {
        for (var segments = new JpegSegments(jpeg); segments.MoveNext();)
        {
            if (segments.Marker == App1 && segments.Content.StartsWith(Signature))
            {
                return TiffDirectory.Of(segments.Content[Signature.Length..]).Upright();
            }
        }

        return Upright;
    }
}
