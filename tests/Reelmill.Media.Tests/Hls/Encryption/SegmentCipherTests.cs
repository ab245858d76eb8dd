using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using Reelmill.Media.Hls.Encryption;

namespace Reelmill.Media.Tests.Hls.Encryption;

public sealed class SegmentCipherTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(1, 16).Select(static i => (byte)i)];

    [Fact]
    public void What_is_encrypted_decrypts_to_the_same() => Prop.ForAll(static (byte[] clear, long number) =>
    {
        var vector = SegmentCipher.VectorOf(number);
        var encrypted = SegmentCipher.Encrypt(clear, Key, vector);
        return encrypted.Length % 16 == 0 && encrypted.Length > clear.Length && SegmentCipher.Decrypt(encrypted, Key, vector).SequenceEqual(clear);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Blocks_from_the_middle_decrypt_with_the_block_before_them()
    {
        var clear = RandomNumberGenerator.GetBytes(100);
        var encrypted = SegmentCipher.Encrypt(clear, Key, SegmentCipher.VectorOf(7));

        SegmentCipher.DecryptBlocks(encrypted.AsSpan(32, 48), Key, encrypted.AsSpan(16, 16)).ShouldBe(clear[32..80]);
    }

    [Fact]
    public void Another_key_is_an_error_as_a_rule() =>
        Should.Throw<CryptographicException>(static () => SegmentCipher.Decrypt(SegmentCipher.Encrypt(new byte[40], Key, new byte[16]), new byte[16], new byte[16]));

    [Fact]
    public void A_vector_is_the_number_with_the_lowest_byte_last()
    {
        SegmentCipher.Format(SegmentCipher.VectorOf(0x0102)).ShouldBe("0x00000000000000000000000000000102");
        SegmentCipher.TryParseVector("0X000102030405060708090A0b0c0d0e0f", out var vector).ShouldBeTrue();
        vector.ShouldBe([.. Enumerable.Range(0, 16).Select(static i => (byte)i)]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0x")]
    [InlineData("000102030405060708090a0b0c0d0e0f")]
    [InlineData("0x000102030405060708090a0b0c0d0e0")]
    [InlineData("0x000102030405060708090a0b0c0d0e0g")]
    [InlineData("0x 00102030405060708090a0b0c0d0e0f")]
    public void What_is_no_vector_is_refused(string text) => SegmentCipher.TryParseVector(text, out _).ShouldBeFalse();
}
