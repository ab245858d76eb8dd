namespace Reelmill.Media.Formats.Playlists;

/// <summary>What a player reads before the segments (RFC 8216, 4.3.2.5).</summary>
/// <param name="Uri">The file.</param>
/// <param name="Range">The part of the file; null for the whole.</param>
/// <param name="Key">The key that is in force where the tag stands, so that players take the file for encrypted; null for none.</param>
public sealed record MediaMap(string Uri, ByteRange? Range = null, SegmentKey? Key = null)
{
    internal string Write() => new AttributeWriter("EXT-X-MAP").Quoted("URI", Uri).Quoted("BYTERANGE", Range?.ToString()).ToString();
}
