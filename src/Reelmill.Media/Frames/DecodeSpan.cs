namespace Reelmill.Media.Frames;

/// <summary>The part of a video that one decode covers; the whole video by default.</summary>
internal sealed record DecodeSpan
{
    /// <summary>The whole video.</summary>
    public static readonly DecodeSpan Whole = new();

    /// <summary>The seek time in milliseconds; null for the start of the file. Frame times stay relative to the start of the file.</summary>
    public long? SeekMs { get; init; }

    /// <summary>The first target time of interval sampling, in milliseconds; earlier frames are decoded but not sampled.</summary>
    public long FirstTargetMs { get; init; }

    /// <summary>The time of the only sampled frame to output, in milliseconds; null for all sampled frames.</summary>
    public long? OnlySampleMs { get; init; }
}
