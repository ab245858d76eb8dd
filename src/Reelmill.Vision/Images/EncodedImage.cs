using System.Buffers;

namespace Reelmill.Vision.Images;

/// <summary>An encoded image in pooled memory.</summary>
/// <remarks>Whoever holds it disposes it, once, when the bytes are no longer needed; they must not be touched after that.</remarks>
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

    /// <summary>The whole file, exactly as long as it is.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public Memory<byte> Memory
    {
        get
        {
            ObjectDisposedException.ThrowIf(_rented is null, this);
            return _rented.AsMemory(0, _length);
        }
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
