namespace Reelmill.Media.Formats.Playlists;

/// <summary>The media initialization section of segments: EXT-X-MAP (RFC 8216, 4.3.2.5).</summary>
/// <param name="Uri">The URI of the file.</param>
/// <param name="Range">The byte range in the file; null for the whole file.</param>
/// <param name="Key">The key in force at the tag, with which players decrypt the file; null for none.</param>
public sealed record MediaMap(string Uri, ByteRange? Range = null, SegmentKey? Key = null)
{
    internal string Write() => new AttributeWriter("EXT-X-MAP").Quoted("URI", Uri).Quoted("BYTERANGE", Range?.ToString()).ToString();
}
