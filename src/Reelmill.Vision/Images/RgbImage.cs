using System.Buffers;

namespace Reelmill.Vision.Images;

/// <summary>A decoded picture in pooled memory: 8 bits each of red, green and blue, upright, rows without gaps.</summary>
/// <remarks>
/// Whoever holds it disposes it, once, when the pixels are no longer needed; they must not be touched after that. Its
/// memory comes with whatever was in it before.
/// </remarks>
public sealed class RgbImage : IDisposable
{
    /// <summary>The most pixels that a picture may have: 16384 x 16384.</summary>
    public const int MostPixels = 1 << 28;

    /// <summary>The bytes of a pixel.</summary>
    internal const int Channels = 3;

    private readonly int _length;
    private byte[]? _rented;

    private RgbImage(int width, int height)
    {
        (Width, Height, _length) = (width, height, 3 * width * height);
        _rented = ArrayPool<byte>.Shared.Rent(_length);
    }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Red, green and blue of each pixel, row by row from the top: 3 x width x height bytes.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public Span<byte> Pixels
    {
        get
        {
            ObjectDisposedException.ThrowIf(_rented is null, this);
            return _rented.AsSpan(0, _length);
        }
    }

    /// <summary>Takes memory for a picture from the pool.</summary>
    /// <param name="width">Pixels in a row, from 1.</param>
    /// <param name="height">Rows, from 1.</param>
    /// <returns>The picture, which the caller fills and disposes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1, or there are more than <see cref="MostPixels"/>.</exception>
    public static RgbImage Rent(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)width * height, MostPixels, nameof(height));
        return new RgbImage(width, height);
    }

    /// <summary>Gives the memory back to the pool.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _rented, null) is { } rented)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
