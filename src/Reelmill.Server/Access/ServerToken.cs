using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Reelmill.Pipelines.Settings;

namespace Reelmill.Server.Access;

/// <summary>The secret that grants the scope <c>admin</c> on a server whose library never had an API key.</summary>
internal sealed class ServerToken
{
    /// <summary>The environment variable that sets the token.</summary>
    public const string Variable = "REELMILL_TOKEN";

    /// <summary>The advice in a 401 response while the token is active.</summary>
    public const string Advice = "Send the server's token as 'Authorization: Bearer TOKEN', or open the URL that the server printed when it started. The token is also in the library's file server.token.";

    private const int Bytes = 32;
    private const int MinCharacters = 8;
    private const int MaxCharacters = 512;
    private readonly ApiKeys _ring;
    private readonly ListenEndpoints _listening;
    private readonly byte[] _hash;

    private ServerToken(string text, ApiKeys keys, ListenEndpoints listening) =>
        (Text, _ring, _listening, _hash) = (text, keys, listening, Hash(text));

    /// <summary>The token.</summary>
    public string Text { get; }

    /// <summary>Whether the token grants access: the library never had a key, and the server listens on loopback only.</summary>
    public bool IsActive => _ring.IsEmpty && _listening.IsLoopback;

    /// <summary>Creates the token from the configured text, or from 256 random bits.</summary>
    /// <param name="given">The configured token; null to generate one.</param>
    /// <param name="keys">The API keys of the library.</param>
    /// <param name="listening">The addresses that the server listens on.</param>
    /// <exception cref="UsageException">The configured token cannot be sent in a header, or is short enough to guess.</exception>
    public static ServerToken Create(string? given, ApiKeys keys, ListenEndpoints listening)
    {
        if (given is not null && (given.Length is < MinCharacters or > MaxCharacters || !given.All(static c => c is > ' ' and < '\x7f')))
        {
            throw new UsageException($"{Variable}: the token must have {MinCharacters} to {MaxCharacters} visible ASCII characters without spaces. Unset it to let the server generate one.");
        }

        return new ServerToken(given ?? Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes)), keys, listening);
    }

    /// <summary>Whether a presented secret is the active token. The comparison takes constant time.</summary>
    public bool Matches(string presented) => IsActive & CryptographicOperations.FixedTimeEquals(Hash(presented), _hash);

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
