using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Reelmill.Pipelines.Settings;

namespace Reelmill.Server.Access;

/// <summary>The secret that opens a server whose library never had a key: whoever has it administers the server.</summary>
internal sealed class ServerToken
{
    /// <summary>The environment variable that sets the token.</summary>
    public const string Variable = "REELMILL_TOKEN";

    /// <summary>What a caller without a token is told.</summary>
    public const string Advice = "Send the server's token as 'Authorization: Bearer TOKEN', or open the URL that the server printed at its start. The token is also in the file server.token of the library.";

    private const int Bytes = 32;
    private const int LeastCharacters = 8;
    private const int MostCharacters = 512;
    private readonly ApiKeys _ring;
    private readonly Listening _listening;
    private readonly byte[] _hash;

    private ServerToken(string text, ApiKeys ring, Listening listening) =>
        (Text, _ring, _listening, _hash) = (text, ring, listening, HashOf(text));

    /// <summary>The token.</summary>
    public string Text { get; }

    /// <summary>Whether the token opens the server: while the library never had a key, and only this machine can connect.</summary>
    public bool IsActive => _ring.IsEmpty && _listening.IsLoopback;

    /// <summary>Takes the token that the server was given, or makes one of 256 random bits.</summary>
    /// <param name="given">The token that the server was given; null to make one.</param>
    /// <param name="ring">The keys.</param>
    /// <param name="listening">Where the server listens.</param>
    /// <exception cref="UsageException">The given token cannot be sent in a header, or is short enough to be guessed.</exception>
    public static ServerToken Of(string? given, ApiKeys ring, Listening listening)
    {
        if (given is not null && (given.Length is < LeastCharacters or > MostCharacters || !given.All(static c => c is > ' ' and < '\x7f')))
        {
            throw new UsageException($"{Variable}: the token must have {LeastCharacters} to {MostCharacters} visible ASCII characters without spaces. Unset it, and the server makes one.");
        }

        return new ServerToken(given ?? Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes)), ring, listening);
    }

    /// <summary>Whether a caller presents the token, in a time that does not depend on how near it comes.</summary>
    public bool Opens(string presented) => IsActive & CryptographicOperations.FixedTimeEquals(HashOf(presented), _hash);

    private static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
