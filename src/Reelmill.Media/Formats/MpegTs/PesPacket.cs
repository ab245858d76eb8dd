namespace Reelmill.Media.Formats.MpegTs;

/// <summary>One PES packet (ISO/IEC 13818-1, 2.4.3.6): as a rule one picture, or a few frames of sound.</summary>
/// <param name="Pid">The number of its stream.</param>
/// <param name="StreamId">The kind of stream: 0xE0 to 0xEF video, 0xC0 to 0xDF sound.</param>
/// <param name="Presentation">When it is shown, in ticks of 90 kHz with 33 bits; null when it does not say.</param>
/// <param name="Offset">Where its first transport packet begins.</param>
/// <param name="End">Where its last transport packet ends. Packets of other streams may lie between.</param>
/// <param name="Payload">Its content.</param>
internal sealed record PesPacket(int Pid, byte StreamId, long? Presentation, long Offset, long End, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Ticks a second.</summary>
    public const int Timescale = 90_000;

    private const long Wrap = 1L << 33;

    public bool IsVideo => (StreamId & 0xF0) == 0xE0;

    public bool IsSound => (StreamId & 0xE0) == 0xC0;

    /// <summary>The time that has these 33 bits and lies nearest to another.</summary>
    public static long Unwrap(long ticks, long near)
    {
        var apart = (ticks - near) % Wrap;
        return near + (apart > Wrap / 2 ? apart - Wrap : apart < -Wrap / 2 ? apart + Wrap : apart);
    }
}
