using Reelmill.Media.Hls.Checking.Measuring;

namespace Reelmill.Media.Hls.Checking.Rules;

/// <summary>7: encrypted segments decrypt to media (RFC 8216, 4.3.2.4 and 5).</summary>
internal static class EncryptionRules
{
    public static HlsRule Encryption { get; } = new(
        7, "rfc8216-encryption", HlsSeverity.Must,
        "A key has 16 bytes, an IV is 0x and 32 hexadecimal digits, and decryption with PKCS7 padding yields MPEG-TS or fragmented MP4.");

    public static IEnumerable<HlsFinding> Check(MeasuredStream stream) => stream.Tracks
        .SelectMany(static t => t.Segments)
        .Where(static s => s.Fault is { Kind: SegmentFaultKind.Encryption })
        .GroupBy(static s => s.Fault!.Message, StringComparer.Ordinal)
        .Select(static g => g.Count() == 1
            ? Encryption.CreateFinding(g.First().Name, $"{g.Key}")
            : Encryption.CreateFinding(g.First().Name, $"{g.Key} (same for {g.Count()} segments)"));
}
