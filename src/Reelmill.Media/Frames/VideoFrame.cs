using System.Buffers;
using Reelmill.Core.Running;

namespace Reelmill.Media.Frames;

/// <summary>
/// A sampled frame: upright, with square pixels, 8 bits per sample, in pooled memory. The last owner disposes the frame.
/// </summary>
/// <remarks>Not thread-safe: one stage at a time owns the frame.</remarks>
public sealed class VideoFrame : IDisposable, ISized
{
    private byte[]? _pixels;

    internal VideoFrame(long timeMs, int width, int height, bool fullRange)
    {
        (TimeMs, Width, Height, FullRange) = (timeMs, width, height, fullRange);
        Length = GetLength(width, height);
        _pixels = ArrayPool<byte>.Shared.Rent(Length);
    }

    /// <summary>The presentation time since the start of the file, rounded to the nearest millisecond.</summary>
    public long TimeMs { get; }

    /// <summary>The width of the upright frame, in pixels.</summary>
    public int Width { get; }

    /// <summary>The height of the upright frame, in pixels.</summary>
    public int Height { get; }

    /// <summary>Whether luma has full range, 0 to 255; otherwise limited range, 16 to 235.</summary>
    public bool FullRange { get; }

    /// <summary>
    /// The planes in sequence without padding (I420): luma, width x height, then both chroma planes with half the width and
    /// height, rounded up.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The frame was disposed.</exception>
    public Memory<byte> Pixels => (_pixels ?? throw new ObjectDisposedException(nameof(VideoFrame))).AsMemory(0, Length);

    /// <summary>The luma plane: width x height bytes.</summary>
    /// <exception cref="ObjectDisposedException">The frame was disposed.</exception>
    public ReadOnlySpan<byte> Luma => Pixels.Span[..(Width * Height)];

    /// <inheritdoc/>
    public long SizeInBytes => Length;

    private int Length { get; }

    /// <summary>Returns the memory to the pool.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _pixels, null) is { } pixels)
        {
            ArrayPool<byte>.Shared.Return(pixels);
        }
    }

    private static int GetLength(int width, int height) =>
        checked((width * height) + (2 * ((width + 1) / 2) * ((height + 1) / 2)));
}
