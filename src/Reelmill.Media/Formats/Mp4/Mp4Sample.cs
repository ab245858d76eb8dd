namespace Reelmill.Media.Formats.Mp4;

/// <summary>A sample of a fragmented MP4: one coded video frame or one audio frame.</summary>
/// <param name="DecodeTime">The decoding time, in ticks of the track.</param>
/// <param name="Duration">The duration, in ticks.</param>
/// <param name="CompositionOffset">The composition time minus the decoding time, in ticks; can be negative.</param>
/// <param name="Position">The offset of the first byte in the file.</param>
/// <param name="Size">The size in bytes.</param>
/// <param name="Flags">The sample flags (ISO/IEC 14496-12, 8.8.3.1).</param>
internal readonly record struct Mp4Sample(long DecodeTime, uint Duration, int CompositionOffset, long Position, int Size, uint Flags)
{
    private const uint NonSyncFlag = 0x10000;

    /// <summary>The presentation time, in ticks.</summary>
    public long PresentationTime => DecodeTime + CompositionOffset;

    /// <summary>Whether the sample is a sync sample, at which decoding can begin.</summary>
    public bool IsSync => (Flags & NonSyncFlag) == 0;
}
