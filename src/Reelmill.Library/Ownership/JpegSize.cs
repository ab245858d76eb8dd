using System.Buffers.Binary;

namespace Reelmill.Library.Ownership;

/// <summary>Reads the size of a JPEG from its frame header.</summary>
internal static class JpegSize
{
    private const int MostHeader = 1 << 16;
    private const int SizeAt = 5;

    /// <summary>The width and height in pixels; zeros when the file is no JPEG.</summary>
    public static (int Width, int Height) Of(string path)
    {
        var header = new byte[MostHeader];
        using var handle = File.OpenHandle(path);
        var bytes = header.AsSpan(0, RandomAccess.Read(handle, header, 0));
        for (var at = 2; at + SizeAt + 4 <= bytes.Length && bytes[at] == 0xFF;)
        {
            if (bytes[at + 1] is >= 0xC0 and <= 0xCF and not 0xC4 and not 0xC8 and not 0xCC)
            {
                return (BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + SizeAt + 2)..]), BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + SizeAt)..]));
            }

            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
        }

        return (0, 0);
    }
}
