namespace Reelmill.Media.Formats.Mp4;

/// <summary>A track of a fragmented MP4.</summary>
/// <param name="Id">The track id, from 1.</param>
/// <param name="Handler">The handler type: <c>vide</c>, <c>soun</c>, <c>text</c>, ...</param>
/// <param name="Timescale">The number of ticks per second.</param>
/// <param name="Format">The sample entry type, such as <c>avc1</c> or <c>mp4a</c>.</param>
/// <param name="Codec">The codec string of RFC 6381, such as <c>avc1.64001f</c>; null for an unknown codec.</param>
/// <param name="Width">The width in pixels; 0 for audio.</param>
/// <param name="Height">The height in pixels; 0 for audio.</param>
/// <param name="Configuration">The codec configuration: the body of <c>avcC</c>, or the AudioSpecificConfig of <c>esds</c>; empty where there is none.</param>
/// <param name="Defaults">The <c>trex</c> defaults for samples whose fragments do not set a value.</param>
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
    /// <summary>The offset that the edit list adds to presentation times, in ticks: the duration of empty edits minus the skipped media time.</summary>
    public long EditShift { get; init; }
}

/// <summary>Default sample values of a track or track fragment: the duration in ticks, the size in bytes and the flags.</summary>
internal readonly record struct SampleDefaults(uint Duration, uint Size, uint Flags);
