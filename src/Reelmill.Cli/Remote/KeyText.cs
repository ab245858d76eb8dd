using System.Globalization;
using Reelmill.Server.Access;

namespace Reelmill.Cli.Remote;

/// <summary>A key in words, without its secret.</summary>
internal static class KeyText
{
    public static string Of(KeyDocument key)
    {
        var state = key switch
        {
            { Revoked: true } => "revoked",
            { ExpiresMs: { } ms } => $"until {Moment(ms)}",
            _ => "until it is revoked",
        };
        var used = key.LastUsedMs is { } last ? $"used {Moment(last)}" : "never used";
        return $"{key.Id}  {key.Scopes[^1],-6}  {key.Name}  made {Moment(key.CreatedMs)}, {state}, {used}";
    }

    private static string Moment(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms).UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
}
