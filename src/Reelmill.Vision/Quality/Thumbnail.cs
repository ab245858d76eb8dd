using System.Numerics;

namespace Reelmill.Vision.Quality;

/// <summary>The luma of a frame at 32x32 pixels (levels 0..255), regardless of its size and aspect ratio.</summary>
/// <remarks>Immutable, so safe to share between threads.</remarks>
public sealed class Thumbnail
{
    /// <summary>The width and height in pixels.</summary>
    public const int Side = 32;

    private readonly byte[] _pixels;

    internal Thumbnail(byte[] pixels) => _pixels = pixels;

    /// <summary>The 1,024 levels, row by row.</summary>
    public ReadOnlySpan<byte> Pixels => _pixels;

    /// <summary>Computes the mean absolute difference to another thumbnail: 0 when equal, 1 from black to white.</summary>
    /// <param name="previous">The thumbnail of the previous sample of the same video.</param>
    /// <returns>The difference in 0..1.</returns>
    public double MeasureMotion(Thumbnail previous)
    {
        var sums = Vector<ushort>.Zero;
        for (var i = 0; i < _pixels.Length; i += Vector<byte>.Count)
        {
            var (a, b) = (new Vector<byte>(_pixels, i), new Vector<byte>(previous._pixels, i));
            Vector.Widen(Vector.Max(a, b) - Vector.Min(a, b), out var low, out var high);
            sums += low + high;
        }

        Vector.Widen(sums, out var first, out var second);
        return Vector.Sum(first + second) / 255.0 / (Side * Side);
    }
}
