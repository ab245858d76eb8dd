using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Reelmill.Media.Hls.Encryption;

/// <summary>
/// The keys of one stream, made from a secret of the library, so that making the stream again gives the same bytes.
/// </summary>
/// <param name="secret">The library's secret: 32 random bytes.</param>
/// <param name="id">The stream's id.</param>
/// <param name="segmentsPerKey">After how many segments the next key follows; 0 for one key.</param>
/// <param name="uri">Where players get a key, with <c>{id}</c> and <c>{key}</c> in the places of the stream's id and the key's file name.</param>
public sealed class StreamKeys(byte[] secret, string id, int segmentsPerKey, string uri)
{
    private const int KeyBytes = 16;

    /// <summary>The number of the key of a segment, both from 0.</summary>
    public int IndexOf(int segment) => segmentsPerKey == 0 ? 0 : segment / segmentsPerKey;

    /// <summary>The file name of a key.</summary>
    public static string FileOf(int index) => string.Create(CultureInfo.InvariantCulture, $"{index + 1:0000}.key");

    /// <summary>Where players get a key.</summary>
    public string UriOf(int index) => uri.Replace("{id}", id, StringComparison.Ordinal).Replace("{key}", FileOf(index), StringComparison.Ordinal);

    /// <summary>The 16 bytes of a key (HKDF with SHA-256, RFC 5869, over the stream's id and the key's number).</summary>
    public byte[] KeyOf(int index) => HKDF.DeriveKey(
        HashAlgorithmName.SHA256, secret, KeyBytes, salt: null, info: Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"hls/{id}/{index}")));

    /// <summary>Encrypts a segment whole; its vector is its number.</summary>
    /// <param name="segment">The segment's place in its track, from 0.</param>
    /// <param name="clear">Its bytes.</param>
    public byte[] Encrypt(int segment, ReadOnlySpan<byte> clear) =>
        SegmentCipher.Encrypt(clear, KeyOf(IndexOf(segment)), SegmentCipher.VectorOf(segment));
}
