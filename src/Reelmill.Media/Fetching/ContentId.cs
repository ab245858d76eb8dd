using System.Security.Cryptography;

namespace Reelmill.Media.Fetching;

/// <summary>Names content by what it is.</summary>
internal static class ContentId
{
    /// <summary>80 bits of SHA-256: no accident makes two of a billion contents equal.</summary>
    private const int Digits = 20;

    /// <summary>The id of some bytes: 20 hexadecimal digits.</summary>
    public static string Of(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content))[..Digits];

    /// <summary>The id of what a stream has left.</summary>
    public static async Task<string> OfAsync(Stream stream, CancellationToken cancellationToken) =>
        Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false))[..Digits];
}
