using System.Buffers.Binary;

namespace Reelmill.Pipelines.Items.Tar;

/// <summary>Reads the numbers of tar headers: octal digits, or GNU's base-256.</summary>
internal static class TarNumber
{
    private const byte Base256 = 0x80;
    private const byte NegativeBase256 = 0xff;

    /// <summary>Reads a non-negative number; null when the field is negative or malformed.</summary>
    public static long? Read(ReadOnlySpan<byte> field) => field[0] switch
    {
        NegativeBase256 => null,
        >= Base256 => ReadBase256(field),
        _ => ReadOctal(field),
    };

    /// <summary>Reads octal digits, after optional spaces and up to a space or a NUL; an empty field is 0.</summary>
    public static long? ReadOctal(ReadOnlySpan<byte> field)
    {
        var digits = field.TrimStart((byte)' ');
        var end = digits.IndexOfAny((byte)' ', (byte)0);
        digits = end < 0 ? digits : digits[..end];
        var value = 0L;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'7' || value > long.MaxValue >> 3)
            {
                return null;
            }

            value = (value << 3) | (uint)(digit - '0');
        }

        return value;
    }

    /// <summary>Reads the decimal digits of a pax record; null when they are malformed or negative.</summary>
    public static long? ReadDecimal(ReadOnlySpan<byte> text) =>
        System.Buffers.Text.Utf8Parser.TryParse(text, out long value, out var used) && used == text.Length && value >= 0 ? value : null;

    private static long? ReadBase256(ReadOnlySpan<byte> field)
    {
        var low = BinaryPrimitives.ReadInt64BigEndian(field[^8..]);
        var high = field[..^8];
        return low >= 0 && high[0] == Base256 && !high[1..].ContainsAnyExcept((byte)0) ? low : null;
    }
}
