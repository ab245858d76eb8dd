using System.Security.Cryptography;
using Reelmill.Media.Fetching;

namespace Reelmill.Pipelines.Chunk;

/// <summary>Computes and compares the hash of a file's bytes.</summary>
internal static class SourceContent
{
    /// <summary>The number of hexadecimal digits of a content id: 80 bits, so that even a billion contents do not collide by accident.</summary>
    public const int IdDigits = 20;

    /// <summary>Computes the SHA-256 of a file, in lower-case hexadecimal.</summary>
    public static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        var stream = LocalFile.OpenRead("Reading", path, 1 << 17);
        await using var _ = stream.ConfigureAwait(false);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Whether a file exists and has the given SHA-256.</summary>
    public static async Task<bool> MatchesAsync(string path, string? sha256, CancellationToken cancellationToken) =>
        File.Exists(path) && await HashAsync(path, cancellationToken).ConfigureAwait(false) == sha256;
}
