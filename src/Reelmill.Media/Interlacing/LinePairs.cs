using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Reelmill.Media.Interlacing;

/// <summary>Arithmetic on 32 samples of a line at once.</summary>
internal static class LinePairs
{
    /// <summary>How many samples are worked on at once.</summary>
    public const int Samples = 32;

    /// <summary>The samples from an index on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> At(ReadOnlySpan<byte> plane, int index) =>
        Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(plane), (nuint)index);

    /// <summary>By how much one is above the other; 0 where it is below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Above(Vector256<byte> one, Vector256<byte> other) => Vector256.SubtractSaturate(one, other);

    /// <summary>How far apart two are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Apart(Vector256<byte> one, Vector256<byte> other) => Above(one, other) | Above(other, one);

    /// <summary>The mean of two, rounded down.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Between(Vector256<byte> one, Vector256<byte> other) =>
        (one & other) + (Vector256.ShiftRightLogical((one ^ other).AsUInt16(), 1).AsByte() & Vector256.Create((byte)0x7f));

    /// <summary>The sum of all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Sum(Vector256<byte> values)
    {
        var (low, high) = Vector256.Widen(values);
        return Vector256.Sum(low + high);
    }
}
