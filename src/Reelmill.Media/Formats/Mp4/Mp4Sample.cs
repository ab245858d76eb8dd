namespace Reelmill.Media.Formats.Mp4;

/// <summary>One coded picture, or one frame of sound.</summary>
/// <param name="DecodeTime">When it is decoded, in ticks of its track.</param>
/// <param name="Duration">How long it lasts, in ticks.</param>
/// <param name="Offset">How much later than it is decoded it is shown, in ticks; at times negative.</param>
/// <param name="Position">Where its bytes begin in the file that was read.</param>
/// <param name="Size">How many bytes it has.</param>
/// <param name="Flags">Its flags (ISO/IEC 14496-12, 8.8.3.1).</param>
internal readonly record struct Mp4Sample(long DecodeTime, uint Duration, int Offset, long Position, int Size, uint Flags)
{
    private const uint NotSync = 0x10000;

    /// <summary>When it is shown, in ticks.</summary>
    public long Time => DecodeTime + Offset;

    /// <summary>Whether decoding can begin with it.</summary>
    public bool IsSync => (Flags & NotSync) == 0;
}
