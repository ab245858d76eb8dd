namespace Reelmill.Media.Formats.Playlists;

/// <summary>How segments are encrypted (RFC 8216, 4.3.2.4).</summary>
/// <param name="Method"><c>AES-128</c> or <c>SAMPLE-AES</c>; <c>NONE</c> is no key at all.</param>
/// <param name="Uri">Where players get the key.</param>
/// <param name="Vector">The initialisation vector as it is written, <c>0x</c> and 32 hexadecimal digits; null for the segment's number.</param>
/// <param name="KeyFormat">What the URI leads to; null for the key's 16 bytes.</param>
public sealed record SegmentKey(string Method, string Uri, string? Vector = null, string? KeyFormat = null)
{
    /// <summary>The method that encrypts whole segments.</summary>
    public const string Aes128 = "AES-128";

    internal string Write() => new AttributeWriter("EXT-X-KEY")
        .Plain("METHOD", Method).Quoted("URI", Uri).Plain("IV", Vector).Quoted("KEYFORMAT", KeyFormat).ToString();
}
