namespace Reelmill.Media.Formats.Playlists;

/// <summary>One segment of a media playlist, with everything that is in force for it.</summary>
/// <param name="Uri">The file, relative to the playlist.</param>
/// <param name="Seconds">How long it lasts. The decimals are kept as they are written: 6.0 is not written as 6.</param>
public sealed record MediaSegment(string Uri, decimal Seconds)
{
    /// <summary>The part of the file; null for the whole.</summary>
    public ByteRange? Range { get; init; }

    /// <summary>What a player reads before it; null for none.</summary>
    public MediaMap? Map { get; init; }

    /// <summary>How it is encrypted; null for in the clear.</summary>
    public SegmentKey? Key { get; init; }

    /// <summary>Whether times, codecs or sizes change before it.</summary>
    public bool Discontinuity { get; init; }
}
