using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Reelmill.Library.Access;

/// <summary>Generates and verifies the secrets of API keys: <c>rmk_</c> and 256 random bits in base64url.</summary>
public static class KeySecret
{
    /// <summary>The prefix of every secret, by which people and secret scanners recognize it.</summary>
    public const string Prefix = "rmk_";

    private const int Bytes = 32;

    /// <summary>Generates a secret.</summary>
    public static string Generate() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>Computes the SHA-256 of a secret. With 256 random bits, a slow password hash would add no protection.</summary>
    /// <param name="secret">The secret.</param>
    /// <returns>64 hexadecimal digits, in lower case.</returns>
    public static string ComputeHash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>Finds the key of a secret in constant time, independent of the match and its position.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="secret">The presented secret.</param>
    /// <returns>The key, valid or not; null when no key matches.</returns>
    public static ApiKey? Find(IReadOnlyList<ApiKey> keys, string secret)
    {
        var hash = Encoding.ASCII.GetBytes(ComputeHash(secret));
        ApiKey? found = null;
        foreach (var key in keys)
        {
            found = CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(key.Hash), hash) ? key : found;
        }

        return found;
    }
}
