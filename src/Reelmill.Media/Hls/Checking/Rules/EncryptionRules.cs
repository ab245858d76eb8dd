using Reelmill.Media.Hls.Checking.Measuring;

namespace Reelmill.Media.Hls.Checking.Rules;

/// <summary>7: what is encrypted can be decrypted, and then is media (RFC 8216, 4.3.2.4 and 5).</summary>
internal static class EncryptionRules
{
    public static HlsRule Encryption { get; } = new(
        7, "rfc8216-encryption", HlsSeverity.Must,
        "A key has 16 bytes, an IV is 0x and 32 hexadecimal digits, and decrypting with PKCS7 padding gives MPEG-TS or fragmented MP4.");

    public static IEnumerable<HlsFinding> Check(StreamFacts stream) => stream.Tracks
        .SelectMany(static t => t.Segments)
        .Where(static s => s.Fault is { Kind: FaultKind.Encryption })
        .GroupBy(static s => s.Fault!.Message, StringComparer.Ordinal)
        .Select(static g => g.Count() == 1
            ? Encryption.In(g.First().Name, $"{g.Key}")
            : Encryption.In(g.First().Name, $"{g.Key} (so for {g.Count()} segments)"));
}
