using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Reelmill.Media.Hls.Encryption;

/// <summary>Encrypts and decrypts whole segments: AES-128 in CBC mode with PKCS7 padding (RFC 8216, 4.3.2.4 and 5.2).</summary>
public static class SegmentCipher
{
    /// <summary>Bytes of a key, of an initialisation vector and of a block.</summary>
    public const int BlockBytes = 16;

    private const string Prefix = "0x";

    /// <summary>Encrypts.</summary>
    /// <param name="clear">The segment.</param>
    /// <param name="key">16 bytes.</param>
    /// <param name="vector">16 bytes.</param>
    public static byte[] Encrypt(ReadOnlySpan<byte> clear, ReadOnlySpan<byte> key, ReadOnlySpan<byte> vector)
    {
        using var aes = AesOf(key);
        return aes.EncryptCbc(clear, vector, PaddingMode.PKCS7);
    }

    /// <summary>Decrypts.</summary>
    /// <param name="encrypted">The segment.</param>
    /// <param name="key">16 bytes.</param>
    /// <param name="vector">16 bytes.</param>
    /// <exception cref="CryptographicException">It is no whole number of blocks, or its padding is wrong: another key, another vector, or no encrypted segment.</exception>
    public static byte[] Decrypt(ReadOnlySpan<byte> encrypted, ReadOnlySpan<byte> key, ReadOnlySpan<byte> vector)
    {
        using var aes = AesOf(key);
        return aes.DecryptCbc(encrypted, vector, PaddingMode.PKCS7);
    }

    /// <summary>Decrypts whole blocks from the middle of a segment; padding, when they hold it, stays (RFC 8216, 6.3.6).</summary>
    /// <param name="blocks">Whole blocks.</param>
    /// <param name="key">16 bytes.</param>
    /// <param name="before">The block before them; the segment's vector for its first block.</param>
    /// <exception cref="CryptographicException">It is no whole number of blocks.</exception>
    public static byte[] DecryptBlocks(ReadOnlySpan<byte> blocks, ReadOnlySpan<byte> key, ReadOnlySpan<byte> before)
    {
        using var aes = AesOf(key);
        return aes.DecryptCbc(blocks, before, PaddingMode.None);
    }

    /// <summary>The vector of segments whose key names none: the segment's number as 16 bytes, the last byte the lowest.</summary>
    /// <param name="mediaSequence">The segment's number in its playlist.</param>
    public static byte[] VectorOf(long mediaSequence)
    {
        var vector = new byte[BlockBytes];
        BinaryPrimitives.WriteInt64BigEndian(vector.AsSpan(BlockBytes - sizeof(long)), mediaSequence);
        return vector;
    }

    /// <summary>Reads <c>0x</c> and 32 hexadecimal digits.</summary>
    /// <param name="text">The text.</param>
    /// <param name="vector">16 bytes, or none.</param>
    /// <returns>False for anything else.</returns>
    public static bool TryParseVector(string text, out byte[] vector)
    {
        vector = [];
        if (!text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            || text.Length != Prefix.Length + (2 * BlockBytes)
            || !UInt128.TryParse(text.AsSpan(Prefix.Length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _))
        {
            return false;
        }

        vector = Convert.FromHexString(text.AsSpan(Prefix.Length));
        return true;
    }

    /// <summary>Writes a vector as <c>0x</c> and 32 hexadecimal digits.</summary>
    /// <param name="vector">16 bytes.</param>
    public static string Format(ReadOnlySpan<byte> vector) => Prefix + Convert.ToHexStringLower(vector);

    private static Aes AesOf(ReadOnlySpan<byte> key)
    {
        var aes = Aes.Create();
        aes.SetKey(key);
        return aes;
    }
}
