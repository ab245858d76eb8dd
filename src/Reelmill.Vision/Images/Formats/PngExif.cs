using System.Buffers.Binary;

namespace Reelmill.Vision.Images.Formats;

/// <summary>Finds the EXIF block of a PNG file, chunk <c>eXIf</c> (PNG, third edition, 11.3.4.4).</summary>
internal static class PngExif
{
    private const int SignatureBytes = 8;
    private const int ChunkBytes = 12;

    public static int Orientation(ReadOnlySpan<byte> png)
    {
        for (var at = (long)SignatureBytes; at + ChunkBytes <= png.Length;)
        {
            var chunk = png[(int)at..];
            var length = BinaryPrimitives.ReadUInt32BigEndian(chunk);
            if (chunk[4..].StartsWith("eXIf"u8))
            {
                return TiffDirectory.Of(chunk[8..(int)Math.Min(8L + length, chunk.Length)]).Upright();
            }

            at += ChunkBytes + (long)length;
        }

        return ExifOrientation.Upright;
    }
}
