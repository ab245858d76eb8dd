namespace Reelmill.Media.Tests.Chunking;

/// <summary>Changes all clocks in a transport stream: presentation and decode timestamps, and the program clock reference.</summary>
internal static class TransportStreamClock
{
    private const int Packet = 188;
    private const long Mask = (1L << 33) - 1;

    public static void Change(byte[] stream, Func<long, long> change)
    {
        long? first = null;
        for (var at = 0; at + Packet <= stream.Length; at += Packet)
        {
            var adaptation = (stream[at + 3] & 0x20) != 0 ? 1 + stream[at + 4] : 0;
            if (adaptation > 1 && (stream[at + 5] & 0x10) != 0)
            {
                var clock = stream.AsSpan(at + 6, 6);
                var ticks = ((long)clock[0] << 25) | ((long)clock[1] << 17) | ((long)clock[2] << 9) | ((long)clock[3] << 1) | ((long)clock[4] >> 7);
                WriteClock(clock, change(ticks - (first ??= ticks)) & Mask);
            }

            var pes = stream.AsSpan(at + 4 + adaptation, Packet - 4 - adaptation);
            if ((stream[at + 1] & 0x40) == 0 || pes is not [0, 0, 1, >= 0xC0 and <= 0xEF, ..])
            {
                continue;
            }

            for (var (field, flag) = (9, 0x80); flag >= 0x40 && (pes[7] & flag) != 0; flag >>= 1, field += 5)
            {
                var ticks = Read(pes[field..]);
                Write(pes[field..], change(ticks - (first ??= ticks)) & Mask);
            }
        }
    }

    private static long Read(ReadOnlySpan<byte> field) =>
        ((field[0] & 0x0EL) << 29) | ((long)field[1] << 22) | ((field[2] & 0xFEL) << 14) | ((long)field[3] << 7) | ((long)field[4] >> 1);

    private static void Write(Span<byte> field, long ticks)
    {
        field[0] = (byte)((field[0] & 0xF1) | (int)((ticks >> 29) & 0x0E));
        field[1] = (byte)(ticks >> 22);
        field[2] = (byte)(((ticks >> 14) & 0xFE) | 1);
        field[3] = (byte)(ticks >> 7);
        field[4] = (byte)(((ticks << 1) & 0xFE) | 1);
    }

    private static void WriteClock(Span<byte> clock, long ticks)
    {
        (clock[0], clock[1], clock[2], clock[3]) = ((byte)(ticks >> 25), (byte)(ticks >> 17), (byte)(ticks >> 9), (byte)(ticks >> 1));
        clock[4] = (byte)((clock[4] & 0x7F) | (int)((ticks & 1) << 7));
    }
}
