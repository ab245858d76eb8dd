using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Reelmill.Vision.Duplicates;

/// <summary>Finds hashes within a Hamming distance by a linear scan: needs no index, and is the fastest way for few hashes or large distances.</summary>
/// <remarks>Pure and thread-safe. Results do not depend on the instruction set.</remarks>
internal static class HammingScan
{
    /// <summary>Returns the position of the first hash within a distance of the query; -1 when there is none.</summary>
    public static int FindFirst(ReadOnlySpan<ulong> hashes, ulong query, int maxDistance)
    {
        var i = Avx2.IsSupported ? SkipFarBlocks(hashes, query, maxDistance) : 0;
        for (; i < hashes.Length; i++)
        {
            if (BitOperations.PopCount(hashes[i] ^ query) <= maxDistance)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Returns the nearest hash within a distance; on a tie, the first. The position is -1 when there is none.</summary>
    public static (int Position, int Distance) FindNearest(ReadOnlySpan<ulong> hashes, ulong query, int maxDistance)
    {
        var (position, distance) = (-1, maxDistance + 1);
        for (var from = 0; from < hashes.Length && distance > 0; from = position + 1)
        {
            var next = FindFirst(hashes[from..], query, distance - 1);
            if (next < 0)
            {
                break;
            }

            position = from + next;
            distance = BitOperations.PopCount(hashes[position] ^ query);
        }

        return (position, distance);
    }

    /// <summary>Returns the start of the first block of 16 that contains a hash within the distance, or the end of the whole blocks.</summary>
    private static int SkipFarBlocks(ReadOnlySpan<ulong> hashes, ulong query, int maxDistance)
    {
        const int Block = 16;
        var queries = Vector256.Create(query);
        var limit = Vector256.Create(maxDistance + 1L);
        ref var first = ref MemoryMarshal.GetReference(hashes);
        var i = 0;
        for (; i <= hashes.Length - Block; i += Block)
        {
            var a = CountBits(Vector256.LoadUnsafe(ref first, (nuint)i) ^ queries);
            var b = CountBits(Vector256.LoadUnsafe(ref first, (nuint)i + 4) ^ queries);
            var c = CountBits(Vector256.LoadUnsafe(ref first, (nuint)i + 8) ^ queries);
            var d = CountBits(Vector256.LoadUnsafe(ref first, (nuint)i + 12) ^ queries);

            // Distances are below 2^15, so a minimum over 16-bit lanes equals the minimum over 64-bit lanes.
            var minimum = Vector256.Min(Vector256.Min(a, b), Vector256.Min(c, d)).AsInt64();
            if (Vector256.GreaterThanAny(limit, minimum))
            {
                return i;
            }
        }

        return i;
    }

    /// <summary>Counts the set bits of each 64-bit lane: a nibble lookup table, summed by SAD (Muła, "SSSE3: fast popcount", 2008).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> CountBits(Vector256<ulong> differences)
    {
        var table = Vector256.Create((byte)0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
        var nibble = Vector256.Create((byte)0x0F);
        var low = Avx2.Shuffle(table, differences.AsByte() & nibble);
        var high = Avx2.Shuffle(table, (differences >> 4).AsByte() & nibble);
        return Avx2.SumAbsoluteDifferences(low + high, Vector256<byte>.Zero);
    }
}
