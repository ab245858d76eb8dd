using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Reelmill.Server.Webhooks;

/// <summary>Signs messages according to Standard Webhooks 1.0: HMAC-SHA256 over <c>id.timestamp.body</c>.</summary>
internal static class WebhookSignature
{
    private const string SecretPrefix = "whsec_";
    private const string Version = "v1,";

    /// <summary>Computes the value of the header <c>webhook-signature</c>.</summary>
    /// <param name="secret">The secret: <c>whsec_</c> and the key in base64.</param>
    /// <param name="id">The value of <c>webhook-id</c>.</param>
    /// <param name="timestamp">The value of <c>webhook-timestamp</c>: Unix seconds.</param>
    /// <param name="body">The body as it is sent, byte for byte.</param>
    public static string Compute(string secret, string id, long timestamp, string body)
    {
        var key = Convert.FromBase64String(secret[SecretPrefix.Length..]);
        var signed = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.{body}"));
        return Version + Convert.ToBase64String(HMACSHA256.HashData(key, signed));
    }
}
