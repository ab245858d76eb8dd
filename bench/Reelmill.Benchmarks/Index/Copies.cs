using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Reelmill.Benchmarks.Index;

/// <summary>Many JPEG files from few: copies that differ in a comment, so that each is a content of its own with the same picture.</summary>
internal static class Copies
{
    private const int StartMarker = 2;

    public static int Make(string folder, int repeat, string target)
    {
        var count = 0;
        foreach (var file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            var bytes = File.ReadAllBytes(file);
            if (!bytes.AsSpan().StartsWith<byte>([0xff, 0xd8, 0xff]))
            {
                continue;
            }

            for (var number = 0; number < repeat; number++)
            {
                File.WriteAllBytes(Path.Combine(target, $"{count++:000000}.jpg"), [.. bytes[..StartMarker], .. Comment(number), .. bytes[StartMarker..]]);
            }
        }

        return count;
    }

    private static byte[] Comment(int number)
    {
        var text = Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture));
        byte[] segment = [0xff, 0xfe, 0, 0, .. text];
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(2), (ushort)(text.Length + 2));
        return segment;
    }
}
