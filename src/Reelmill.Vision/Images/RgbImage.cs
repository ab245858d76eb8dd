using System.Buffers;

namespace Reelmill.Vision.Images;

/// <summary>A decoded upright image in pooled memory: 8-bit red, green and blue in tightly packed rows.</summary>
/// <remarks>
/// The owner disposes the image exactly once. Its pixels must not be accessed afterwards. Memory from the pool is not
/// cleared.
/// </remarks>
public sealed class RgbImage : IDisposable
{
    /// <summary>The largest supported number of pixels: 16384 x 16384.</summary>
    public const int MaxPixels = 1 << 28;

    /// <summary>The number of bytes per pixel.</summary>
    internal const int Channels = 3;

    private readonly int _length;
    private byte[]? _rented;

    private RgbImage(int width, int height)
    {
        (Width, Height, _length) = (width, height, 3 * width * height);
        _rented = ArrayPool<byte>.Shared.Rent(_length);
    }

    /// <summary>The width in pixels.</summary>
    public int Width { get; }

    /// <summary>The height in pixels.</summary>
    public int Height { get; }

    /// <summary>Red, green and blue of each pixel, row by row from the top: 3 x width x height bytes.</summary>
    /// <exception cref="ObjectDisposedException">The image has been disposed.</exception>
    public Span<byte> Pixels
    {
        get
        {
            ObjectDisposedException.ThrowIf(_rented is null, this);
            return _rented.AsSpan(0, _length);
        }
    }

    /// <summary>Rents memory for an image from the pool.</summary>
    /// <param name="width">The width in pixels, from 1.</param>
    /// <param name="height">The height in pixels, from 1.</param>
    /// <returns>The image; the caller fills and disposes it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1, or the area exceeds <see cref="MaxPixels"/>.</exception>
    public static RgbImage Rent(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)width * height, MaxPixels, nameof(height));
        return new RgbImage(width, height);
    }

    /// <summary>Returns the memory to the pool.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _rented, null) is { } rented)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
