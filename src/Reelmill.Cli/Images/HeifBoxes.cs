using System.Buffers.Binary;

namespace Reelmill.Cli.Images;

/// <summary>The boxes at the top of an ISO base media file.</summary>
internal static class HeifBoxes
{
    private const int HeaderBytes = 8;

    /// <summary>Where the first box of a name is; null when there is none. A box that is cut off ends with the file.</summary>
    public static Range? Find(ReadOnlySpan<byte> file, ReadOnlySpan<byte> name)
    {
        for (var at = 0L; at + HeaderBytes <= file.Length;)
        {
            var box = file[(int)at..];
            var length = BinaryPrimitives.ReadUInt32BigEndian(box);

            // 0 is "to the end of the file", 1 a length over 4 GiB, which no image has.
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
