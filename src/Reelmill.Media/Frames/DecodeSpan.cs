namespace Reelmill.Media.Frames;

/// <summary>What of a video one decode gives: all of it where nothing is said.</summary>
internal sealed record DecodeSpan
{
    public static readonly DecodeSpan Whole = new();

    /// <summary>Where the file is entered, in milliseconds; null for its start. Times stay those of a decode from the start.</summary>
    public long? SeekMs { get; init; }

    /// <summary>The first target of interval sampling, in milliseconds: what comes before it is decoded, not sampled.</summary>
    public long FirstMs { get; init; }

    /// <summary>The one sample that is wanted; null for all.</summary>
    public long? OnlyMs { get; init; }
}
