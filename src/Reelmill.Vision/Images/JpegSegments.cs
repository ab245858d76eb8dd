using System.Buffers.Binary;

namespace Reelmill.Vision.Images;

/// <summary>Enumerates the marker segments of a JPEG file before its first scan (ITU-T T.81, annex B); the file may be damaged.</summary>
/// <param name="jpeg">The whole file.</param>
internal ref struct JpegSegments(ReadOnlySpan<byte> jpeg)
{
    private const byte MarkerStart = 0xFF;
    private const byte StartOfScan = 0xDA;
    private const int LengthBytes = 2;

    private readonly ReadOnlySpan<byte> _jpeg = jpeg;
    private int _offset = 2;

    /// <summary>The second byte of the segment's marker.</summary>
    public byte Marker { get; private set; }

    /// <summary>The content after the length field; shorter in a truncated file.</summary>
    public ReadOnlySpan<byte> Content { get; private set; }

    /// <summary>Advances to the next segment.</summary>
    public bool MoveNext()
    {
        if (_offset + 4 > _jpeg.Length || _jpeg[_offset] != MarkerStart || _jpeg[_offset + 1] == StartOfScan)
        {
            return false;
        }

        Marker = _jpeg[_offset + 1];
        var length = Math.Max(BinaryPrimitives.ReadUInt16BigEndian(_jpeg[(_offset + LengthBytes)..]), (ushort)LengthBytes);
        Content = _jpeg[(_offset + 4)..Math.Min(_offset + 2 + length, _jpeg.Length)];
        _offset += 2 + length;
        return true;
    }
}
