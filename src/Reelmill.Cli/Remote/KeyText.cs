using System.Globalization;
using Reelmill.Server.Access;

namespace Reelmill.Cli.Remote;

/// <summary>Formats an API key as text, without its secret.</summary>
internal static class KeyText
{
    public static string Format(KeyDocument key)
    {
        var state = key switch
        {
            { Revoked: true } => "revoked",
            { ExpiresMs: { } ms } => $"until {FormatTime(ms)}",
            _ => "until it is revoked",
        };
        var used = key.LastUsedMs is { } last ? $"used {FormatTime(last)}" : "never used";
        return $"{key.Id}  {key.Scopes[^1],-6}  {key.Name}  created {FormatTime(key.CreatedMs)}, {state}, {used}";
    }

    private static string FormatTime(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms).UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
}
