using System.Numerics;
using System.Runtime.InteropServices;

namespace Reelmill.Media.Probing.Containers;

/// <summary>The header of an EBML element (RFC 8794).</summary>
/// <param name="Id">The element id, including its length marker.</param>
/// <param name="Header">The size of the header in bytes: id and size field.</param>
/// <param name="Size">The size of the body in bytes; null when unknown.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EbmlElement(long Id, int Header, long? Size)
{
    public const int MaxHeader = 12;
    private const int MaxId = 4;

    /// <summary>Reads the header at the start of the bytes; null when there is none.</summary>
    public static EbmlElement? Read(ReadOnlySpan<byte> bytes)
    {
        var idBytes = FindWidth(bytes);
        if (idBytes is 0 or > MaxId || FindWidth(bytes[Math.Min(idBytes, bytes.Length)..]) is not (> 0 and var sizeBytes) || bytes.Length < idBytes + sizeBytes)
        {
            return null;
        }

        var size = ReadNumber(bytes.Slice(idBytes, sizeBytes)) & ((1L << (7 * sizeBytes)) - 1);
        return new EbmlElement(ReadNumber(bytes[..idBytes]), idBytes + sizeBytes, size == (1L << (7 * sizeBytes)) - 1 ? null : size);
    }

    private static int FindWidth(ReadOnlySpan<byte> bytes) => bytes.Length == 0 || bytes[0] == 0 ? 0 : BitOperations.LeadingZeroCount((uint)bytes[0]) - 23;

    private static long ReadNumber(ReadOnlySpan<byte> bytes)
    {
        long value = 0;
        foreach (var part in bytes)
        {
            value = (value << 8) | part;
        }

        return value;
    }
}
