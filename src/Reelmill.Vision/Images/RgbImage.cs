using System.Buffers;

namespace Reelmill.Vision.Images;

/// <summary>An upright picture in pooled memory: 8 bits each of red, green and blue, row after row without gaps.</summary>
/// <remarks>Whoever holds it disposes it, once; its pixels must not be touched after that.</remarks>
public sealed class RgbImage : IDisposable
{
    /// <summary>The bytes of a pixel.</summary>
    public const int Channels = 3;

    private byte[]? _rented;

    private RgbImage(int width, int height)
    {
        (Width, Height) = (width, height);
        _rented = ArrayPool<byte>.Shared.Rent(checked(width * height * Channels));
    }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>The samples: <see cref="Width"/> x <see cref="Height"/> x 3, exactly.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public Span<byte> Pixels
    {
        get
        {
            ObjectDisposedException.ThrowIf(_rented is null, this);
            return _rented.AsSpan(0, Width * Height * Channels);
        }
    }

    /// <summary>Takes memory for a picture; what is in it is left from before.</summary>
    /// <param name="width">Pixels in a row, from 1.</param>
    /// <param name="height">Rows, from 1.</param>
    /// <returns>The picture; the caller disposes it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1.</exception>
    /// <exception cref="OverflowException">It would have more than 2^31 bytes.</exception>
    public static RgbImage Rent(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
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
