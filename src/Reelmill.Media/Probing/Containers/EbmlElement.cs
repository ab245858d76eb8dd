using System.Numerics;
using System.Runtime.InteropServices;

namespace Reelmill.Media.Probing.Containers;

/// <summary>The header of an EBML element (RFC 8794).</summary>
/// <param name="Id">Its id with the length marker.</param>
/// <param name="Header">Bytes of id and size.</param>
/// <param name="Size">Bytes of its body; null when unknown.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EbmlElement(long Id, int Header, long? Size)
{
    public const int LongestHeader = 12;
    private const int LongestId = 4;

    /// <summary>Reads the header with which bytes begin; null when they do not begin with one.</summary>
    public static EbmlElement? Read(ReadOnlySpan<byte> bytes)
    {
        var idBytes = Width(bytes);
        if (idBytes is 0 or > LongestId || Width(bytes[Math.Min(idBytes, bytes.Length)..]) is not (> 0 and var sizeBytes) || bytes.Length < idBytes + sizeBytes)
        {
            return null;
        }

        var size = Number(bytes.Slice(idBytes, sizeBytes)) & ((1L << (7 * sizeBytes)) - 1);
        return new EbmlElement(Number(bytes[..idBytes]), idBytes + sizeBytes, size == (1L << (7 * sizeBytes)) - 1 ? null : size);
    }

    private static int Width(ReadOnlySpan<byte> bytes) => bytes.Length == 0 || bytes[0] == 0 ? 0 : BitOperations.LeadingZeroCount((uint)bytes[0]) - 23;

    private static long Number(ReadOnlySpan<byte> bytes)
    {
        long value = 0;
        foreach (var part in bytes)
        {
            value = (value << 8) | part;
        }

        return value;
    }
}
