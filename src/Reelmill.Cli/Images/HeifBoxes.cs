using System.Buffers.Binary;

namespace Reelmill.Cli.Images;

/// <summary>Finds top-level boxes of an ISO base media file.</summary>
internal static class HeifBoxes
{
    private const int HeaderBytes = 8;

    /// <summary>Finds the range of the first box with a type; null when there is none. A truncated box ends with the file.</summary>
    public static Range? Find(ReadOnlySpan<byte> file, ReadOnlySpan<byte> name)
    {
        for (var at = 0L; at + HeaderBytes <= file.Length;)
        {
            var box = file[(int)at..];
            var length = BinaryPrimitives.ReadUInt32BigEndian(box);

            // 0 means "to the end of the file"; 1 means a 64-bit length, which no image needs.
            var end = length < HeaderBytes ? file.Length : Math.Min(at + length, file.Length);
            if (box[4..].StartsWith(name))
            {
                return (int)at..(int)end;
            }

            at = end;
        }

        return null;
    }
}
