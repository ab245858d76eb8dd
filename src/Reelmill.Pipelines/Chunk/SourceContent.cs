using System.Security.Cryptography;
using Reelmill.Media.Fetching;

namespace Reelmill.Pipelines.Chunk;

/// <summary>The identity of a file's bytes.</summary>
internal static class SourceContent
{
    /// <summary>The digits of the id of a content: 80 bits, so that no accident makes two of a billion equal.</summary>
    public const int IdDigits = 20;

    /// <summary>The SHA-256 of a file, in lower-case hexadecimal.</summary>
    public static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        var stream = LocalFile.OpenRead("Reading", path, 1 << 17);
        await using var _ = stream.ConfigureAwait(false);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Whether a file is there and has a SHA-256.</summary>
    public static async Task<bool> IsAsync(string path, string? sha256, CancellationToken cancellationToken) =>
        File.Exists(path) && await HashAsync(path, cancellationToken).ConfigureAwait(false) == sha256;
}
