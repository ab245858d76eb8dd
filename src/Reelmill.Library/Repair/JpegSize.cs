using System.Buffers.Binary;

namespace Reelmill.Library.Repair;

/// <summary>Reads the dimensions of a JPEG file from its frame header (SOF).</summary>
internal static class JpegSize
{
    private const int MaxHeaderBytes = 1 << 16;
    private const int SizeOffset = 5;

    /// <summary>Reads the width and height in pixels; zeros when the first 64 KiB have no frame header.</summary>
    public static (int Width, int Height) Read(string path)
    {
        var header = new byte[MaxHeaderBytes];
        using var handle = File.OpenHandle(path);
        var bytes = header.AsSpan(0, RandomAccess.Read(handle, header, 0));
        for (var offset = 2; offset + SizeOffset + 4 <= bytes.Length && bytes[offset] == 0xFF;)
        {
            if (bytes[offset + 1] is >= 0xC0 and <= 0xCF and not 0xC4 and not 0xC8 and not 0xCC)
            {
                return (BinaryPrimitives.ReadUInt16BigEndian(bytes[(offset + SizeOffset + 2)..]), BinaryPrimitives.ReadUInt16BigEndian(bytes[(offset + SizeOffset)..]));
            }

            offset += 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes[(offset + 2)..]);
        }

        return (0, 0);
    }
}
