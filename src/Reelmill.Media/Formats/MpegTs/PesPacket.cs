namespace Reelmill.Media.Formats.MpegTs;

/// <summary>A PES packet (ISO/IEC 13818-1, 2.4.3.6): usually one video frame or a few audio frames.</summary>
/// <param name="Pid">The packet identifier of the stream.</param>
/// <param name="StreamId">The stream_id: 0xE0 to 0xEF for video, 0xC0 to 0xDF for audio.</param>
/// <param name="Pts">The presentation timestamp, in ticks of 90 kHz with 33 bits; null when the header has none.</param>
/// <param name="Offset">The offset of the first transport packet.</param>
/// <param name="End">The end of the last transport packet. Packets of other streams may lie in between.</param>
/// <param name="Payload">The payload.</param>
internal sealed record PesPacket(int Pid, byte StreamId, long? Pts, long Offset, long End, ReadOnlyMemory<byte> Payload)
{
    /// <summary>The number of ticks per second.</summary>
    public const int Timescale = 90_000;

    private const long WrapPeriod = 1L << 33;

    public bool IsVideo => (StreamId & 0xF0) == 0xE0;

    public bool IsAudio => (StreamId & 0xE0) == 0xC0;

    /// <summary>Extends a 33-bit timestamp to the value nearest to a reference time.</summary>
    /// <param name="ticks">The 33-bit timestamp.</param>
    /// <param name="near">The reference time, in ticks.</param>
    public static long Unwrap(long ticks, long near)
    {
        var distance = (ticks - near) % WrapPeriod;
        return near + (distance > WrapPeriod / 2 ? distance - WrapPeriod : distance < -WrapPeriod / 2 ? distance + WrapPeriod : distance);
    }
}
