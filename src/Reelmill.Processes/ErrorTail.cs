using System.Text;

namespace Reelmill.Processes;

/// <summary>A ring buffer with the last 16 KiB of a byte stream. Safe for one writer and several concurrent readers.</summary>
internal sealed class ErrorTail
{
    public const int Capacity = 16 << 10;
    private readonly Lock _gate = new();
    private readonly byte[] _ring = new byte[Capacity];
    private int _next;
    private int _count;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var kept = bytes.Length > Capacity ? bytes[^Capacity..] : bytes;
        lock (_gate)
        {
            var first = Math.Min(kept.Length, Capacity - _next);
            kept[..first].CopyTo(_ring.AsSpan(_next));
            kept[first..].CopyTo(_ring);
            _next = (_next + kept.Length) % Capacity;
            _count = Math.Min(Capacity, _count + kept.Length);
        }
    }

    /// <summary>Decodes the bytes as UTF-8; the first character may be invalid when the ring has overwritten its first bytes.</summary>
    public override string ToString()
    {
        lock (_gate)
        {
            Span<byte> bytes = new byte[_count];
            var start = (_next - _count + Capacity) % Capacity;
            var first = Math.Min(_count, Capacity - start);
            _ring.AsSpan(start, first).CopyTo(bytes);
            _ring.AsSpan(0, _count - first).CopyTo(bytes[first..]);
            return Encoding.UTF8.GetString(bytes);
        }
    }
}
