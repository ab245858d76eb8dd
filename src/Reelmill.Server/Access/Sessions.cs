using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Reelmill.Library.Access;

namespace Reelmill.Server.Access;

/// <summary>
/// The open browser sessions. The cookie contains a random token rather than the API key, because a browser sends the
/// cookies of a host to every port of that host.
/// </summary>
/// <remarks>Sessions live in memory and end with a restart. Thread-safe.</remarks>
internal sealed class Sessions(TimeProvider time)
{
    private const int TokenBytes = 32;
    private const int MaxSessions = 10_000;
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);
    private readonly ConcurrentDictionary<string, Session> _open = new(StringComparer.Ordinal);

    /// <summary>Begins a session and returns the token for its cookie and the time at which it ends.</summary>
    /// <param name="key">The API key; null for the bearer of the server's token.</param>
    public (string Token, DateTimeOffset Ends) Begin(ApiKey? key)
    {
        EvictIfFull();
        var ends = time.GetUtcNow() + Lifetime;
        if (key?.ExpiresMs is { } expires && expires < ends.ToUnixTimeMilliseconds())
        {
            ends = DateTimeOffset.FromUnixTimeMilliseconds(expires);
        }

        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        _open[KeySecret.ComputeHash(token)] = new Session(key?.Id ?? "", time.GetTimestamp(), ends - time.GetUtcNow());
        return (token, ends);
    }

    /// <summary>Finds the id of a session's key: empty for the server's token, null when no such session is open.</summary>
    public string? FindKeyId(string token) => _open.TryGetValue(KeySecret.ComputeHash(token), out var session) && GetRemaining(session) > TimeSpan.Zero ? session.Key : null;

    /// <summary>Ends a session.</summary>
    public void End(string token) => _open.TryRemove(KeySecret.ComputeHash(token), out _);

    private void EvictIfFull()
    {
        if (_open.Count < MaxSessions)
        {
            return;
        }

        var expiringSoonest = _open.OrderBy(s => GetRemaining(s.Value)).Take(MaxSessions / 10).Select(static s => s.Key);
        foreach (var token in _open.Where(s => GetRemaining(s.Value) <= TimeSpan.Zero).Select(static s => s.Key).Concat(expiringSoonest).ToList())
        {
            _open.TryRemove(token, out _);
        }
    }

    /// <summary>Gets the remaining time of a session from a monotonic clock, so that a change of the system time ends no session.</summary>
    private TimeSpan GetRemaining(Session session) => session.Lifetime - time.GetElapsedTime(session.Begun);

    private sealed record Session(string Key, long Begun, TimeSpan Lifetime);
}
