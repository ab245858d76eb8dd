namespace Reelmill.Media.Formats.MpegTs;

/// <summary>
/// Rewrites the continuity counters of each PID (ISO/IEC 13818-1, 2.4.3.3), so that segments that were muxed separately
/// continue each other. Not safe for concurrent use.
/// </summary>
internal sealed class ContinuityCounters
{
    private const int PidHighMask = 0x1F;
    private const int PayloadFlag = 0x10;
    private const int CounterMask = 0x0F;
    private readonly Dictionary<int, int> _next = [];

    /// <summary>Rewrites the counters of the next segment in place.</summary>
    /// <param name="segment">Complete transport packets.</param>
    public void Renumber(Span<byte> segment)
    {
        for (; segment.Length >= TransportPacket.Size; segment = segment[TransportPacket.Size..])
        {
            var pid = ((segment[1] & PidHighMask) << 8) | segment[2];
            var next = _next.GetValueOrDefault(pid);

            // A packet without payload repeats the counter of the packet before it.
            var hasPayload = (segment[3] & PayloadFlag) != 0;
            var counter = hasPayload ? next : (next - 1) & CounterMask;
            segment[3] = (byte)((segment[3] & ~CounterMask) | counter);
            _next[pid] = (counter + 1) & CounterMask;
        }
    }
}
