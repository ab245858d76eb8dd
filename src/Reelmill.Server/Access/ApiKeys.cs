using System.Collections.Concurrent;
using Reelmill.Library.Access;

namespace Reelmill.Server.Access;

/// <summary>
/// The keys of the library in memory: the server is the one process that writes to the library, so nobody else changes
/// them while it runs.
/// </summary>
/// <remarks>Safe for use by many threads.</remarks>
internal sealed class ApiKeys(KeyStore store, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, long> _used = new(StringComparer.Ordinal);
    private volatile IReadOnlyList<ApiKey> _keys = [];

    /// <summary>All keys, with the moments at which they were last used.</summary>
    public IReadOnlyList<ApiKey> Keys => [.. _keys.Select(key => _used.TryGetValue(key.Id, out var used) ? key with { UsedMs = used } : key)];

    /// <summary>Whether no key was ever made.</summary>
    public bool IsEmpty => _keys is [];

    /// <summary>Whether some key opens the server now.</summary>
    public bool HasValid => _keys.Any(IsValid);

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Reads the keys of a library.</summary>
    public static async Task<ApiKeys> LoadAsync(KeyStore store, TimeProvider time, CancellationToken cancellationToken)
    {
        var ring = new ApiKeys(store, time);
        ring._keys = await store.ListAsync(cancellationToken).ConfigureAwait(false);
        return ring;
    }

    /// <summary>The valid key that a secret is of, which counts as a use; null when there is none.</summary>
    public ApiKey? Open(string secret) => Used(KeySecret.Find(_keys, secret));

    /// <summary>The valid key of an id, which counts as a use; null when there is none.</summary>
    public ApiKey? OpenById(string id) => Used(_keys.FirstOrDefault(key => key.Id == id));

    /// <summary>Makes a key.</summary>
    public async Task<(ApiKey Key, string Secret)> CreateAsync(string name, AccessScope scope, TimeSpan? lifetime, CancellationToken cancellationToken)
    {
        var made = await store.CreateAsync(name, scope, lifetime, cancellationToken).ConfigureAwait(false);
        Change(keys => [.. keys, made.Key]);
        return made;
    }

    /// <summary>Revokes a key, at once; false when there is none.</summary>
    public async Task<bool> RevokeAsync(string id, CancellationToken cancellationToken)
    {
        var revoked = await store.RevokeAsync(id, cancellationToken).ConfigureAwait(false);
        Change(keys => [.. keys.Select(key => key.Id == id ? key with { RevokedMs = key.RevokedMs ?? Now } : key)]);
        return revoked;
    }

    /// <summary>Writes down when keys were used since the last time.</summary>
    public async Task SaveUsesAsync(CancellationToken cancellationToken)
    {
        var saved = _keys.ToDictionary(static key => key.Id, static key => key.UsedMs, StringComparer.Ordinal);
        KeyValuePair<string, long>[] news = [.. _used.Where(use => saved.TryGetValue(use.Key, out var before) && before != use.Value)];
        if (news.Length > 0)
        {
            await store.TouchAsync(news, cancellationToken).ConfigureAwait(false);
            Change(keys => [.. keys.Select(key => news.FirstOrDefault(use => use.Key == key.Id) is { Key: not null } use ? key with { UsedMs = use.Value } : key)]);
        }
    }

    private ApiKey? Used(ApiKey? key)
    {
        if (key is null || !IsValid(key))
        {
            return null;
        }

        _used[key.Id] = Now;
        return key;
    }

    private bool IsValid(ApiKey key) => key.IsValidAt(Now);

    private void Change(Func<IReadOnlyList<ApiKey>, IReadOnlyList<ApiKey>> change)
    {
        lock (_gate)
        {
            _keys = change(_keys);
        }
    }
}
