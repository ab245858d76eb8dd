using System.Security.Cryptography;

namespace Reelmill.Media.Fetching;

/// <summary>Computes ids of content.</summary>
internal static class ContentId
{
    /// <summary>The number of hexadecimal digits: 80 bits of SHA-256, so that even a billion contents do not collide by accident.</summary>
    private const int Digits = 20;

    /// <summary>Computes the id of bytes: 20 hexadecimal digits.</summary>
    public static string Compute(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content))[..Digits];

    /// <summary>Computes the id of the rest of a stream.</summary>
    public static async Task<string> ComputeAsync(Stream stream, CancellationToken cancellationToken) =>
        Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false))[..Digits];
}
