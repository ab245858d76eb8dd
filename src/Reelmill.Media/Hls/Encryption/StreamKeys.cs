using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Reelmill.Media.Hls.Encryption;

/// <summary>
/// The keys of one stream, derived from a secret of the library, so that creating the stream again yields the same
/// bytes.
/// </summary>
/// <param name="secret">The library's secret: 32 random bytes.</param>
/// <param name="id">The id of the stream.</param>
/// <param name="segmentsPerKey">The number of segments after which the key rotates; 0 for a single key.</param>
/// <param name="uri">
/// The URI template of a key, where <c>{id}</c> stands for the stream's id and <c>{key}</c> for the key's file name.
/// </param>
public sealed class StreamKeys(byte[] secret, string id, int segmentsPerKey, string uri)
{
    private const int KeyBytes = 16;

    /// <summary>Returns the zero-based key index of a zero-based segment index.</summary>
    public int GetKeyIndex(int segment) => segmentsPerKey == 0 ? 0 : segment / segmentsPerKey;

    /// <summary>Returns the file name of a key.</summary>
    public static string GetFileName(int index) => string.Create(CultureInfo.InvariantCulture, $"{index + 1:0000}.key");

    /// <summary>Returns the URI from which players load a key.</summary>
    public string GetUri(int index) => uri.Replace("{id}", id, StringComparison.Ordinal).Replace("{key}", GetFileName(index), StringComparison.Ordinal);

    /// <summary>Derives the 16 bytes of a key with HKDF-SHA-256 (RFC 5869) from the stream's id and the key's index.</summary>
    public byte[] DeriveKey(int index) => HKDF.DeriveKey(
        HashAlgorithmName.SHA256, secret, KeyBytes, salt: null, info: Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"hls/{id}/{index}")));

    /// <summary>Encrypts a whole segment; the initialization vector is the segment's media sequence number.</summary>
    /// <param name="segment">The segment's index in its track, from 0.</param>
    /// <param name="clear">The bytes of the segment, not encrypted.</param>
    public byte[] EncryptSegment(int segment, ReadOnlySpan<byte> clear) =>
        SegmentCipher.Encrypt(clear, DeriveKey(GetKeyIndex(segment)), SegmentCipher.CreateIv(segment));
}
