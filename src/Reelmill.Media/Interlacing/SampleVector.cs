using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Reelmill.Media.Interlacing;

/// <summary>SIMD arithmetic on 32 samples of a line.</summary>
internal static class SampleVector
{
    /// <summary>The number of samples in a vector.</summary>
    public const int Length = 32;

    /// <summary>Loads the samples from an index on, without a bounds check.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Load(ReadOnlySpan<byte> plane, int index) =>
        Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(plane), (nuint)index);

    /// <summary>Subtracts the right samples from the left ones; negative results become 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> SubtractSaturated(Vector256<byte> left, Vector256<byte> right) => Vector256.SubtractSaturate(left, right);

    /// <summary>Returns the absolute differences of samples.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> AbsoluteDifference(Vector256<byte> left, Vector256<byte> right) => SubtractSaturated(left, right) | SubtractSaturated(right, left);

    /// <summary>Returns the means of samples, rounded down.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Average(Vector256<byte> left, Vector256<byte> right) =>
        (left & right) + (Vector256.ShiftRightLogical((left ^ right).AsUInt16(), 1).AsByte() & Vector256.Create((byte)0x7f));

    /// <summary>Returns the sum of all samples.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Sum(Vector256<byte> values)
    {
        var (low, high) = Vector256.Widen(values);
        return Vector256.Sum(low + high);
    }
}
