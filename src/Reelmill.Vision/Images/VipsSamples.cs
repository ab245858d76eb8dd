using NetVips;

namespace Reelmill.Vision.Images;

/// <summary>The samples of a libvips image, computed by the constructor and freed by <see cref="Dispose"/>.</summary>
internal readonly unsafe ref struct VipsSamples : IDisposable
{
    private readonly nint _memory;
    private readonly ulong _length;

    /// <summary>Computes the samples.</summary>
    /// <exception cref="VipsException">The file is damaged.</exception>
    public VipsSamples(Image source) => _memory = source.WriteToMemory(out _length);

    /// <summary>All samples, row by row.</summary>
    public ReadOnlySpan<byte> Span => new((void*)_memory, checked((int)_length));

    public void Dispose() => NetVips.NetVips.Free(_memory);
}
