using System.Buffers.Binary;

namespace Reelmill.Vision.Images.Formats;

/// <summary>Reads the chunks of a WebP file (RFC 9649): whether it moves, and its EXIF block.</summary>
internal static class WebpHeader
{
    private const int HeaderBytes = 12;
    private const int ChunkBytes = 8;
    private const byte Animation = 0x02;

    private static ReadOnlySpan<byte> Signature => "Exif\0\0"u8;

    public static ImageHeader Read(ReadOnlySpan<byte> file)
    {
        var header = ImageHeader.Of("WebP", "webp_pipe");
        for (var at = (long)HeaderBytes; at + ChunkBytes < file.Length;)
        {
            var chunk = file[(int)at..];
            var length = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            var content = chunk[ChunkBytes..(int)Math.Min((long)ChunkBytes + length, chunk.Length)];
            if (chunk.StartsWith("VP8X"u8) && content is [var flags, ..] && (flags & Animation) != 0)
            {
                header = header with { Unsupported = "animated WebP" };
            }
            else if (chunk.StartsWith("EXIF"u8))
            {
                // Some writers put what JPEG needs in front of the block.
                header = header with { Orientation = TiffDirectory.Of(content.StartsWith(Signature) ? content[Signature.Length..] : content).Upright() };
            }

            // Chunks are padded to an even length.
            at += ChunkBytes + length + (length & 1);
        }

        return header;
    }
}
