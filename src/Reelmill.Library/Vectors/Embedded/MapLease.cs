using Microsoft.Win32.SafeHandles;

namespace Reelmill.Library.Vectors.Embedded;

/// <summary>Keeps a file mapped for reading. Spans from the lease must not be used after it is disposed.</summary>
internal sealed unsafe class MapLease : IDisposable
{
    private readonly SegmentMap _map;
    private readonly SafeMemoryMappedViewHandle _handle;
    private byte* _start;

    public MapLease(SegmentMap map, SafeMemoryMappedViewHandle handle)
    {
        (_map, _handle) = (map, handle);
        handle.AcquirePointer(ref _start);
    }

    public long Length => _map.Length;

    /// <summary>A pointer to the first byte, for native code.</summary>
    public byte* Start => _start;

    public ReadOnlySpan<byte> Slice(long offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + length, _map.Length, nameof(offset));
        return new ReadOnlySpan<byte>(_start + offset, length);
    }

    public LibraryException Damaged(long offset) => EmbeddedErrors.Damaged(
        _map.Path, $"the block at offset {offset} is damaged");

    public void Dispose()
    {
        if (_start is not null)
        {
            _start = null;
            _handle.ReleasePointer();
        }
    }
}
