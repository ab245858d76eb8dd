using System.Buffers.Binary;

namespace Reelmill.Media.Formats.H264;

/// <summary>The AVC decoder configuration record of an MP4 track: the body of <c>avcC</c> (ISO/IEC 14496-15, 5.3.3.1).</summary>
/// <param name="NalLengthSize">The size of the length field before each NAL unit, 1 to 4 bytes.</param>
/// <param name="Sps">The first sequence parameter set; null when parameter sets are in band only.</param>
internal sealed record AvcConfiguration(int NalLengthSize, SequenceParameterSet? Sps)
{
    private const int FixedBytes = 6;
    private const int CountMask = 0x1F;

    /// <summary>Parses the body of an <c>avcC</c> box.</summary>
    /// <exception cref="BitstreamException">The record is truncated or damaged.</exception>
    public static AvcConfiguration Parse(ReadOnlySpan<byte> body)
    {
        if (body.Length < FixedBytes)
        {
            throw new BitstreamException("the AVC decoder configuration record is truncated");
        }

        var nalLengthSize = (body[4] & 3) + 1;
        if ((body[5] & CountMask) == 0)
        {
            return new AvcConfiguration(nalLengthSize, null);
        }

        var rest = body[FixedBytes..];
        var size = rest.Length < 2 ? int.MaxValue : BinaryPrimitives.ReadUInt16BigEndian(rest);
        return size <= rest.Length - 2
            ? new AvcConfiguration(nalLengthSize, SequenceParameterSet.Parse(rest.Slice(2, size)))
            : throw new BitstreamException("the sequence parameter set is truncated");
    }
}
