namespace Reelmill.Media.Formats.MpegTs;

/// <summary>
/// Numbers the packets of each stream anew (ISO/IEC 13818-1, 2.4.3.3), so that segments that were packed one by one go on
/// where the one before ended. Not safe for concurrent use.
/// </summary>
internal sealed class ContinuityCounters
{
    private const int PidHigh = 0x1F;
    private const int HasPayload = 0x10;
    private const int Counter = 0x0F;
    private readonly Dictionary<int, int> _next = [];

    /// <summary>Numbers the packets of the next segment.</summary>
    /// <param name="segment">Whole packets.</param>
    public void Renumber(Span<byte> segment)
    {
        for (; segment.Length >= TransportPacket.Size; segment = segment[TransportPacket.Size..])
        {
            var pid = ((segment[1] & PidHigh) << 8) | segment[2];
            var next = _next.GetValueOrDefault(pid);

            // A packet without payload has the number of the one before it.
            var carries = (segment[3] & HasPayload) != 0;
            var number = carries ? next : (next - 1) & Counter;
            segment[3] = (byte)((segment[3] & ~Counter) | number);
            _next[pid] = (number + 1) & Counter;
        }
    }
}
