using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Reelmill.Media.Hls.Encryption;

/// <summary>Encrypts and decrypts segments with AES-128 in CBC mode and PKCS7 padding (RFC 8216, 4.3.2.4 and 5.2).</summary>
public static class SegmentCipher
{
    /// <summary>The size of a key, an initialization vector and a block in bytes.</summary>
    public const int BlockBytes = 16;

    private const string Prefix = "0x";

    /// <summary>Encrypts a segment.</summary>
    /// <param name="clear">The clear segment.</param>
    /// <param name="key">The key, 16 bytes.</param>
    /// <param name="iv">The initialization vector, 16 bytes.</param>
    public static byte[] Encrypt(ReadOnlySpan<byte> clear, ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv)
    {
        using var aes = CreateAes(key);
        return aes.EncryptCbc(clear, iv, PaddingMode.PKCS7);
    }

    /// <summary>Decrypts a segment.</summary>
    /// <param name="encrypted">The encrypted segment.</param>
    /// <param name="key">The key, 16 bytes.</param>
    /// <param name="iv">The initialization vector, 16 bytes.</param>
    /// <exception cref="CryptographicException">
    /// The size is not a multiple of 16 bytes, or the padding is wrong: key or initialization vector do not match, or
    /// the segment is not encrypted.
    /// </exception>
    public static byte[] Decrypt(ReadOnlySpan<byte> encrypted, ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv)
    {
        using var aes = CreateAes(key);
        return aes.DecryptCbc(encrypted, iv, PaddingMode.PKCS7);
    }

    /// <summary>Decrypts blocks from the middle of a segment; padding is not removed (RFC 8216, 6.3.6).</summary>
    /// <param name="blocks">Whole blocks of 16 bytes.</param>
    /// <param name="key">The key, 16 bytes.</param>
    /// <param name="iv">The preceding encrypted block; for the first block of a segment, the initialization vector.</param>
    /// <exception cref="CryptographicException">The size is not a multiple of 16 bytes.</exception>
    public static byte[] DecryptBlocks(ReadOnlySpan<byte> blocks, ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv)
    {
        using var aes = CreateAes(key);
        return aes.DecryptCbc(blocks, iv, PaddingMode.None);
    }

    /// <summary>
    /// Creates the default initialization vector of a segment: the media sequence number as a big-endian integer of 16
    /// bytes.
    /// </summary>
    /// <param name="mediaSequence">The media sequence number of the segment.</param>
    public static byte[] CreateIv(long mediaSequence)
    {
        var iv = new byte[BlockBytes];
        BinaryPrimitives.WriteInt64BigEndian(iv.AsSpan(BlockBytes - sizeof(long)), mediaSequence);
        return iv;
    }

    /// <summary>Parses an initialization vector of <c>0x</c> and 32 hexadecimal digits.</summary>
    /// <param name="text">The text to parse.</param>
    /// <param name="iv">The 16 bytes; empty when the text is not an initialization vector.</param>
    /// <returns>Whether the text is an initialization vector.</returns>
    public static bool TryParseIv(string text, out byte[] iv)
    {
        iv = [];
        if (!text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            || text.Length != Prefix.Length + (2 * BlockBytes)
            || !UInt128.TryParse(text.AsSpan(Prefix.Length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _))
        {
            return false;
        }

        iv = Convert.FromHexString(text.AsSpan(Prefix.Length));
        return true;
    }

    /// <summary>Formats an initialization vector as <c>0x</c> and 32 hexadecimal digits.</summary>
    /// <param name="iv">The initialization vector, 16 bytes.</param>
    public static string FormatIv(ReadOnlySpan<byte> iv) => Prefix + Convert.ToHexStringLower(iv);

    private static Aes CreateAes(ReadOnlySpan<byte> key)
    {
        var aes = Aes.Create();
        aes.SetKey(key);
        return aes;
    }
}
