namespace Reelmill.Media.Formats.Mp4;

/// <summary>A track of a movie.</summary>
/// <param name="Id">Its id, from 1.</param>
/// <param name="Handler">What it holds: <c>vide</c>, <c>soun</c>, <c>text</c>, ...</param>
/// <param name="Timescale">Ticks a second.</param>
/// <param name="Format">The type of its sample entry, such as <c>avc1</c> or <c>mp4a</c>.</param>
/// <param name="Codec">Its codec as RFC 6381 names it, such as <c>avc1.64001f</c>; null for one that is not known here.</param>
/// <param name="Width">The width in pixels; 0 for sound.</param>
/// <param name="Height">The height in pixels; 0 for sound.</param>
/// <param name="Configuration">The body of the codec's configuration box (<c>avcC</c>, <c>esds</c>); empty without one.</param>
/// <param name="Defaults">What holds for samples of fragments that do not say otherwise.</param>
internal sealed record Track(
    uint Id,
    string Handler,
    uint Timescale,
    string Format,
    string? Codec,
    int Width,
    int Height,
    ReadOnlyMemory<byte> Configuration,
    SampleDefaults Defaults)
{
    /// <summary>What its edit list adds to the times of its samples, in ticks: how much later it begins, less what it skips.</summary>
    public long Shift { get; init; }
}

/// <summary>The duration in ticks, the size in bytes and the flags of samples.</summary>
internal readonly record struct SampleDefaults(uint Duration, uint Size, uint Flags);
