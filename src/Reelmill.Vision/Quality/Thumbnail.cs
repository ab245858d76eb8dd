using System.Numerics;

namespace Reelmill.Vision.Quality;

/// <summary>A frame's luma as 32x32 levels (0..255), whatever the frame's size and aspect.</summary>
/// <remarks>Immutable, so safe to share between threads.</remarks>
public sealed class Thumbnail
{
    /// <summary>The width and the height, in pixels.</summary>
    public const int Side = 32;

    private readonly byte[] _pixels;

    internal Thumbnail(byte[] pixels) => _pixels = pixels;

    /// <summary>The 1,024 levels, row by row.</summary>
    public ReadOnlySpan<byte> Pixels => _pixels;

    /// <summary>The mean absolute difference to another thumbnail: 0 when equal, 1 from black to white.</summary>
    /// <param name="other">Usually the previous sample of the same video.</param>
    /// <returns>A number in 0..1.</returns>
    public double MotionFrom(Thumbnail other)
    {
        var sums = Vector<ushort>.Zero;
        for (var i = 0; i < _pixels.Length; i += Vector<byte>.Count)
        {
            var (a, b) = (new Vector<byte>(_pixels, i), new Vector<byte>(other._pixels, i));
            Vector.Widen(Vector.Max(a, b) - Vector.Min(a, b), out var low, out var high);
            sums += low + high;
        }

        Vector.Widen(sums, out var first, out var second);
        return Vector.Sum(first + second) / 255.0 / (Side * Side);
    }
}
