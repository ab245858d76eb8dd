using System.Buffers.Binary;

namespace Reelmill.Media.Formats.H264;

/// <summary>How H.264 is kept in an MP4 track: the body of its <c>avcC</c> (ISO/IEC 14496-15, 5.3.3.1).</summary>
/// <param name="LengthBytes">How many bytes the length before each NAL unit has, 1 to 4.</param>
/// <param name="Sequence">The first sequence parameter set; null when the pictures carry their own.</param>
internal sealed record AvcConfiguration(int LengthBytes, SequenceParameters? Sequence)
{
    private const int Fixed = 6;
    private const int CountMask = 0x1F;

    /// <summary>Reads the configuration.</summary>
    /// <exception cref="BitstreamException">It is cut off or damaged.</exception>
    public static AvcConfiguration Parse(ReadOnlySpan<byte> body)
    {
        if (body.Length < Fixed)
        {
            throw new BitstreamException("it has an H.264 configuration that ends too early");
        }

        var lengthBytes = (body[4] & 3) + 1;
        if ((body[5] & CountMask) == 0)
        {
            return new AvcConfiguration(lengthBytes, null);
        }

        var rest = body[Fixed..];
        var size = rest.Length < 2 ? int.MaxValue : BinaryPrimitives.ReadUInt16BigEndian(rest);
        return size <= rest.Length - 2
            ? new AvcConfiguration(lengthBytes, SequenceParameters.Parse(rest.Slice(2, size)))
            : throw new BitstreamException("it has a parameter set that ends too early");
    }
}
