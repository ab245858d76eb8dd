namespace Reelmill.Media.Formats.Playlists;

/// <summary>A segment of a media playlist, with the tags that apply to it.</summary>
/// <param name="Uri">The URI of the file, relative to the playlist.</param>
/// <param name="Seconds">The duration in seconds. The number of decimals is preserved: 6.0 is not written as 6.</param>
public sealed record MediaSegment(string Uri, decimal Seconds)
{
    /// <summary>The byte range in the file; null for the whole file.</summary>
    public ByteRange? Range { get; init; }

    /// <summary>The media initialization section; null for none.</summary>
    public MediaMap? Map { get; init; }

    /// <summary>The encryption key; null for a segment in the clear.</summary>
    public SegmentKey? Key { get; init; }

    /// <summary>Whether timestamps, codecs or frame sizes change at the start of the segment (EXT-X-DISCONTINUITY).</summary>
    public bool Discontinuity { get; init; }
}
