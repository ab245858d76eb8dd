using System.Buffers.Binary;

namespace Reelmill.Media.Formats.H264;

/// <summary>Where a NAL unit lies in the bytes that were split.</summary>
/// <param name="Offset">Where its header begins.</param>
/// <param name="Length">Its bytes, the header included; at least 1.</param>
/// <param name="Header">The first byte of its header.</param>
internal readonly record struct NalUnit(int Offset, int Length, byte Header)
{
    /// <summary>The type of a sequence parameter set.</summary>
    public const int SequenceParameterSet = 7;

    private const int InstantRefresh = 5;
    private const int FirstHevcRandomAccess = 16;
    private const int LastHevcRandomAccess = 21;
    private const int LastHevcPicture = 31;

    /// <summary>Its type in H.264 (ITU-T H.264, table 7-1).</summary>
    public int Type => Header & 0x1F;

    /// <summary>Its type in HEVC (ITU-T H.265, table 7-1).</summary>
    public int HevcType => (Header >> 1) & 0x3F;

    /// <summary>Whether it is part of a picture.</summary>
    public bool IsPicture(bool hevc) => hevc ? HevcType <= LastHevcPicture : Type is >= 1 and <= InstantRefresh;

    /// <summary>Whether it is part of a picture at which decoding can begin: IDR, and in HEVC any random access picture.</summary>
    public bool IsKey(bool hevc) => hevc ? HevcType is >= FirstHevcRandomAccess and <= LastHevcRandomAccess : Type == InstantRefresh;

    /// <summary>Splits a stream with start codes (ITU-T H.264, annex B). Bytes before the first start code are skipped.</summary>
    public static List<NalUnit> SplitStartCodes(ReadOnlySpan<byte> bytes)
    {
        var units = new List<NalUnit>();
        for (var start = StartCode(bytes, 0); start < bytes.Length;)
        {
            var next = StartCode(bytes, start);
            var end = next > bytes.Length ? bytes.Length : next - 3;
            var length = bytes[start..end].TrimEnd((byte)0).Length;
            if (length > 0)
            {
                units.Add(new NalUnit(start, length, bytes[start]));
            }

            start = next;
        }

        return units;
    }

    /// <summary>Splits a sample of MP4, where each unit follows its length.</summary>
    /// <param name="bytes">The sample.</param>
    /// <param name="lengthBytes">How many bytes a length has, 1 to 4.</param>
    /// <exception cref="BitstreamException">A length leads out of the sample.</exception>
    public static List<NalUnit> SplitLengths(ReadOnlySpan<byte> bytes, int lengthBytes)
    {
        var units = new List<NalUnit>();
        Span<byte> length = stackalloc byte[sizeof(uint)];
        for (var at = 0; at < bytes.Length;)
        {
            if (bytes.Length - at < lengthBytes)
            {
                throw new BitstreamException("it has a picture that ends inside a length");
            }

            length.Clear();
            bytes.Slice(at, lengthBytes).CopyTo(length[(sizeof(uint) - lengthBytes)..]);
            var size = BinaryPrimitives.ReadUInt32BigEndian(length);
            at += lengthBytes;
            if (size > bytes.Length - at)
            {
                throw new BitstreamException($"it has a part of a picture that claims {size} bytes where {bytes.Length - at} are");
            }

            if (size > 0)
            {
                units.Add(new NalUnit(at, (int)size, bytes[at]));
            }

            at += (int)size;
        }

        return units;
    }

    /// <summary>Removes emulation prevention: the 3 in 00 00 03 (ITU-T H.264, 7.4.1).</summary>
    public static byte[] Unescape(ReadOnlySpan<byte> unit)
    {
        var payload = new byte[unit.Length];
        var (count, zeros) = (0, 0);
        foreach (var value in unit)
        {
            if (zeros >= 2 && value == 3)
            {
                zeros = 0;
                continue;
            }

            zeros = value == 0 ? zeros + 1 : 0;
            payload[count++] = value;
        }

        return payload[..count];
    }

    /// <summary>The offset behind the next start code; more than the length when there is none.</summary>
    private static int StartCode(ReadOnlySpan<byte> bytes, int from)
    {
        var found = bytes[from..].IndexOf([(byte)0, (byte)0, (byte)1]);
        return found < 0 ? bytes.Length + 1 : from + found + 3;
    }
}
