namespace Reelmill.Media.Formats.Playlists;

/// <summary>The encryption key of segments: EXT-X-KEY (RFC 8216, 4.3.2.4).</summary>
/// <param name="Method"><c>AES-128</c> or <c>SAMPLE-AES</c>; <c>NONE</c> is represented by a null key.</param>
/// <param name="Uri">The URI from which players fetch the key.</param>
/// <param name="InitializationVector">The initialization vector as written, <c>0x</c> and 32 hexadecimal digits; null for the media sequence number of the segment.</param>
/// <param name="KeyFormat">The format of the key at the URI; null for the 16 bytes of the key.</param>
public sealed record SegmentKey(string Method, string Uri, string? InitializationVector = null, string? KeyFormat = null)
{
    /// <summary>The method that encrypts whole segments.</summary>
    public const string Aes128 = "AES-128";

    internal string Write() => new AttributeWriter("EXT-X-KEY")
        .Unquoted("METHOD", Method).Quoted("URI", Uri).Unquoted("IV", InitializationVector).Quoted("KEYFORMAT", KeyFormat).ToString();
}
