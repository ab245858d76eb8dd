using System.Buffers;

namespace Reelmill.Vision.Images;

/// <summary>An encoded image file in pooled memory.</summary>
/// <remarks>The owner disposes the image exactly once. Its bytes must not be accessed afterwards.</remarks>
public sealed class EncodedImage : IMemoryOwner<byte>
{
    private readonly int _length;
    private byte[]? _rented;

    internal EncodedImage(ReadOnlySpan<byte> bytes)
    {
        _length = bytes.Length;
        _rented = ArrayPool<byte>.Shared.Rent(bytes.Length);
        bytes.CopyTo(_rented);
    }

    /// <summary>The whole file, without excess length.</summary>
    /// <exception cref="ObjectDisposedException">The image has been disposed.</exception>
    public Memory<byte> Memory
    {
        get
        {
            ObjectDisposedException.ThrowIf(_rented is null, this);
            return _rented.AsMemory(0, _length);
        }
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
