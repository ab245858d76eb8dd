using System.Buffers;
using Reelmill.Core.Pipelines;

namespace Reelmill.Media.Frames;

/// <summary>
/// A sampled frame: upright, with square pixels, 8 bits, in pooled memory. Whoever holds it last disposes it.
/// </summary>
/// <remarks>Not thread-safe: one stage at a time has it.</remarks>
public sealed class VideoFrame : IDisposable, ISized
{
    private byte[]? _pixels;

    internal VideoFrame(long timeMs, int width, int height, bool fullRange)
    {
        (TimeMs, Width, Height, FullRange) = (timeMs, width, height, fullRange);
        Length = LengthOf(width, height);
        _pixels = ArrayPool<byte>.Shared.Rent(Length);
    }

    /// <summary>The presentation time since the start of the file, rounded to the nearest millisecond.</summary>
    public long TimeMs { get; }

    /// <summary>The width of the upright picture, in pixels.</summary>
    public int Width { get; }

    /// <summary>The height of the upright picture, in pixels.</summary>
    public int Height { get; }

    /// <summary>Whether luma runs from 0 to 255; otherwise from 16 to 235.</summary>
    public bool FullRange { get; }

    /// <summary>
    /// The planes one after the other, without padding: luma (width x height), then both chroma planes at half the
    /// width and height, rounded up (I420).
    /// </summary>
    /// <exception cref="ObjectDisposedException">The frame was disposed.</exception>
    public Memory<byte> Pixels => (_pixels ?? throw new ObjectDisposedException(nameof(VideoFrame))).AsMemory(0, Length);

    /// <summary>The luma plane: width x height bytes.</summary>
    /// <exception cref="ObjectDisposedException">The frame was disposed.</exception>
    public ReadOnlySpan<byte> Luma => Pixels.Span[..(Width * Height)];

    /// <inheritdoc/>
    public long SizeInBytes => Length;

    private int Length { get; }

    /// <summary>Gives the memory back to the pool.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _pixels, null) is { } pixels)
        {
            ArrayPool<byte>.Shared.Return(pixels);
        }
    }

    private static int LengthOf(int width, int height) =>
        checked((width * height) + (2 * ((width + 1) / 2) * ((height + 1) / 2)));
}
