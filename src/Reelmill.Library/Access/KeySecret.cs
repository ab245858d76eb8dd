using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Reelmill.Library.Access;

/// <summary>The secret of a key: <c>rmk_</c> and 256 random bits in base64url.</summary>
public static class KeySecret
{
    /// <summary>What every secret begins with, so that people and scanners know it for one.</summary>
    public const string Prefix = "rmk_";

    private const int Bytes = 32;

    /// <summary>Makes one.</summary>
    public static string New() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>Its SHA-256: with 256 random bits there is nothing that a slower hash would protect.</summary>
    /// <param name="secret">The secret.</param>
    /// <returns>64 hexadecimal digits, in lower case.</returns>
    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>Finds the key that a secret is of, in a time that does not depend on which one it is or how near it comes.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="secret">What was presented.</param>
    /// <returns>The key, valid or not; null when there is none.</returns>
    public static ApiKey? Find(IReadOnlyList<ApiKey> keys, string secret)
    {
        var hash = Encoding.ASCII.GetBytes(HashOf(secret));
        ApiKey? found = null;
        foreach (var key in keys)
        {
            found = CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(key.Hash), hash) ? key : found;
        }

        return found;
    }
}
