using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Reelmill.Vision.Duplicates;

/// <summary>Finds near hashes by looking at every one: nothing to build, and the fastest for few hashes or wide radii.</summary>
/// <remarks>Pure and thread-safe. Every instruction set gives the same answer.</remarks>
internal static class HammingScan
{
    /// <summary>The position of the first hash within a distance of the query; -1 when there is none.</summary>
    public static int IndexOfWithin(ReadOnlySpan<ulong> hashes, ulong query, int maxDistance)
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

    /// <summary>The nearest hash within a distance, the first of the nearest on a tie; position -1 when there is none.</summary>
    public static (int Position, int Distance) Nearest(ReadOnlySpan<ulong> hashes, ulong query, int maxDistance)
    {
        var (position, distance) = (-1, maxDistance + 1);
        for (var from = 0; from < hashes.Length && distance > 0; from = position + 1)
        {
            var next = IndexOfWithin(hashes[from..], query, distance - 1);
            if (next < 0)
            {
                break;
            }

            position = from + next;
            distance = BitOperations.PopCount(hashes[position] ^ query);
        }

        return (position, distance);
    }

    /// <summary>Where the first block of 16 with a near hash starts, or where whole blocks end.</summary>
    private static int SkipFarBlocks(ReadOnlySpan<ulong> hashes, ulong query, int maxDistance)
    {
        const int Block = 16;
        var wanted = Vector256.Create(query);
        var limit = Vector256.Create(maxDistance + 1L);
        ref var first = ref MemoryMarshal.GetReference(hashes);
        var i = 0;
        for (; i <= hashes.Length - Block; i += Block)
        {
            var a = Distances(Vector256.LoadUnsafe(ref first, (nuint)i) ^ wanted);
            var b = Distances(Vector256.LoadUnsafe(ref first, (nuint)i + 4) ^ wanted);
            var c = Distances(Vector256.LoadUnsafe(ref first, (nuint)i + 8) ^ wanted);
            var d = Distances(Vector256.LoadUnsafe(ref first, (nuint)i + 12) ^ wanted);

            // Distances are below 2^15, so the least of four lanes may be taken 16 bits at a time.
            var least = Vector256.Min(Vector256.Min(a, b), Vector256.Min(c, d)).AsInt64();
            if (Vector256.GreaterThanAny(limit, least))
            {
                return i;
            }
        }

        return i;
    }

    /// <summary>The set bits of each 64-bit lane: a table of nibbles, summed by SAD (Muła, "SSSE3: fast popcount", 2008).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> Distances(Vector256<ulong> differences)
    {
        var table = Vector256.Create((byte)0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
        var nibble = Vector256.Create((byte)0x0F);
        var low = Avx2.Shuffle(table, differences.AsByte() & nibble);
        var high = Avx2.Shuffle(table, (differences >> 4).AsByte() & nibble);
        return Avx2.SumAbsoluteDifferences(low + high, Vector256<byte>.Zero);
    }
}
