using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Reelmill.Library.Access;

namespace Reelmill.Server.Access;

/// <summary>
/// Who is signed in with a browser. A cookie holds a random token rather than the key, because browsers send the
/// cookies of a host to all of its ports.
/// </summary>
/// <remarks>In memory: a restart signs everybody out. Safe for use by many threads.</remarks>
internal sealed class Sessions(TimeProvider time)
{
    private const int TokenBytes = 32;
    private const int Most = 10_000;
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);
    private readonly ConcurrentDictionary<string, Session> _open = new(StringComparer.Ordinal);

    /// <summary>Signs in: gives the token for the cookie and when it ends.</summary>
    /// <param name="key">The key; null for whoever has the server's token.</param>
    public (string Token, DateTimeOffset Ends) Begin(ApiKey? key)
    {
        MakeRoom();
        var ends = time.GetUtcNow() + Lifetime;
        if (key?.ExpiresMs is { } expires && expires < ends.ToUnixTimeMilliseconds())
        {
            ends = DateTimeOffset.FromUnixTimeMilliseconds(expires);
        }

        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        _open[KeySecret.ComputeHash(token)] = new Session(key?.Id ?? "", time.GetTimestamp(), ends - time.GetUtcNow());
        return (token, ends);
    }

    /// <summary>The id of the key that a session was begun with; empty for the server's token, null when the session is over.</summary>
    public string? KeyOf(string token) => _open.TryGetValue(KeySecret.ComputeHash(token), out var session) && Left(session) > TimeSpan.Zero ? session.Key : null;

    /// <summary>Signs out.</summary>
    public void End(string token) => _open.TryRemove(KeySecret.ComputeHash(token), out _);

    private void MakeRoom()
    {
        if (_open.Count < Most)
        {
            return;
        }

        var soonest = _open.OrderBy(s => Left(s.Value)).Take(Most / 10).Select(static s => s.Key);
        foreach (var token in _open.Where(s => Left(s.Value) <= TimeSpan.Zero).Select(static s => s.Key).Concat(soonest).ToList())
        {
            _open.TryRemove(token, out _);
        }
    }

    /// <summary>By what has elapsed, not by the time of day: a clock that is set forward signs nobody out.</summary>
    private TimeSpan Left(Session session) => session.Lifetime - time.GetElapsedTime(session.Begun);

    private sealed record Session(string Key, long Begun, TimeSpan Lifetime);
}
