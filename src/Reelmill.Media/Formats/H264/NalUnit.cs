using System.Buffers.Binary;

namespace Reelmill.Media.Formats.H264;

/// <summary>The location and type of a NAL unit in a byte sequence.</summary>
/// <param name="Offset">The offset of the NAL unit header.</param>
/// <param name="Length">The size in bytes with the header; at least 1.</param>
/// <param name="Header">The first byte of the NAL unit header.</param>
internal readonly record struct NalUnit(int Offset, int Length, byte Header)
{
    /// <summary>The nal_unit_type of an H.264 sequence parameter set.</summary>
    public const int SpsType = 7;

    private const int IdrSlice = 5;
    private const int FirstHevcIrap = 16;
    private const int LastHevcIrap = 21;
    private const int LastHevcVcl = 31;

    /// <summary>The nal_unit_type in H.264 (ITU-T H.264, table 7-1).</summary>
    public int Type => Header & 0x1F;

    /// <summary>The nal_unit_type in HEVC (ITU-T H.265, table 7-1).</summary>
    public int HevcType => (Header >> 1) & 0x3F;

    /// <summary>Whether the unit is a VCL NAL unit: coded data of a frame.</summary>
    public bool IsVcl(bool hevc) => hevc ? HevcType <= LastHevcVcl : Type is >= 1 and <= IdrSlice;

    /// <summary>Whether the unit belongs to a random access point: IDR in H.264, IRAP (BLA, IDR or CRA) in HEVC.</summary>
    public bool IsRandomAccess(bool hevc) => hevc ? HevcType is >= FirstHevcIrap and <= LastHevcIrap : Type == IdrSlice;

    /// <summary>Splits a byte stream at its start codes (ITU-T H.264, annex B). Bytes before the first start code are skipped.</summary>
    public static List<NalUnit> SplitAnnexB(ReadOnlySpan<byte> bytes)
    {
        var units = new List<NalUnit>();
        for (var start = FindStartCode(bytes, 0); start < bytes.Length;)
        {
            var next = FindStartCode(bytes, start);
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

    /// <summary>Splits an MP4 sample, in which a length precedes each NAL unit.</summary>
    /// <param name="bytes">The sample.</param>
    /// <param name="nalLengthSize">The size of a length field, 1 to 4 bytes.</param>
    /// <exception cref="BitstreamException">A NAL unit exceeds the sample.</exception>
    public static List<NalUnit> SplitLengthPrefixed(ReadOnlySpan<byte> bytes, int nalLengthSize)
    {
        var units = new List<NalUnit>();
        Span<byte> length = stackalloc byte[sizeof(uint)];
        for (var at = 0; at < bytes.Length;)
        {
            if (bytes.Length - at < nalLengthSize)
            {
                throw new BitstreamException("a sample ends inside a NAL unit length");
            }

            length.Clear();
            bytes.Slice(at, nalLengthSize).CopyTo(length[(sizeof(uint) - nalLengthSize)..]);
            var size = BinaryPrimitives.ReadUInt32BigEndian(length);
            at += nalLengthSize;
            if (size > bytes.Length - at)
            {
                throw new BitstreamException($"a NAL unit claims {size} bytes, but {bytes.Length - at} remain in its sample");
            }

            if (size > 0)
            {
                units.Add(new NalUnit(at, (int)size, bytes[at]));
            }

            at += (int)size;
        }

        return units;
    }

    /// <summary>Removes emulation prevention bytes, the 03 in 00 00 03 (ITU-T H.264, 7.4.1).</summary>
    public static byte[] RemoveEmulationPrevention(ReadOnlySpan<byte> unit)
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

    /// <summary>Finds the offset after the next start code; past the end of the bytes when there is none.</summary>
    private static int FindStartCode(ReadOnlySpan<byte> bytes, int from)
    {
        var found = bytes[from..].IndexOf([(byte)0, (byte)0, (byte)1]);
        return found < 0 ? bytes.Length + 1 : from + found + 3;
    }
}
