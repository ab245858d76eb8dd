using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using Reelmill.Media.Hls.Encryption;

namespace Reelmill.Media.Tests.Hls.Encryption;

public sealed class SegmentCipherTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(1, 16).Select(static i => (byte)i)];

    [Fact]
    public void An_encrypted_segment_decrypts_to_the_same_bytes() => Prop.ForAll(static (byte[] clear, long number) =>
    {
        var iv = SegmentCipher.CreateIv(number);
        var encrypted = SegmentCipher.Encrypt(clear, Key, iv);
        return encrypted.Length % 16 == 0 && encrypted.Length > clear.Length && SegmentCipher.Decrypt(encrypted, Key, iv).SequenceEqual(clear);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Blocks_from_the_middle_decrypt_with_the_preceding_block()
    {
        var clear = RandomNumberGenerator.GetBytes(100);
        var encrypted = SegmentCipher.Encrypt(clear, Key, SegmentCipher.CreateIv(7));

        SegmentCipher.DecryptBlocks(encrypted.AsSpan(32, 48), Key, encrypted.AsSpan(16, 16)).ShouldBe(clear[32..80]);
    }

    [Fact]
    public void Decrypting_with_a_wrong_key_fails() =>
        Should.Throw<CryptographicException>(static () => SegmentCipher.Decrypt(SegmentCipher.Encrypt(new byte[40], Key, new byte[16]), new byte[16], new byte[16]));

    [Fact]
    public void An_initialization_vector_is_the_big_endian_media_sequence_number()
    {
        SegmentCipher.FormatIv(SegmentCipher.CreateIv(0x0102)).ShouldBe("0x00000000000000000000000000000102");
        SegmentCipher.TryParseIv("0X000102030405060708090A0b0c0d0e0f", out var iv).ShouldBeTrue();
        iv.ShouldBe([.. Enumerable.Range(0, 16).Select(static i => (byte)i)]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0x")]
    [InlineData("000102030405060708090a0b0c0d0e0f")]
    [InlineData("0x000102030405060708090a0b0c0d0e0")]
    [InlineData("0x000102030405060708090a0b0c0d0e0g")]
    [InlineData("0x 00102030405060708090a0b0c0d0e0f")]
    public void A_malformed_initialization_vector_is_rejected(string text) => SegmentCipher.TryParseIv(text, out _).ShouldBeFalse();
}
