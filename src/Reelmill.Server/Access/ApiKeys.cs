using System.Collections.Concurrent;
using Reelmill.Library.Access;

namespace Reelmill.Server.Access;

/// <summary>
/// The API keys of the library, cached in memory. The server is the only process that writes to the library, so the
/// cache cannot become stale.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class ApiKeys(KeyStore store, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, long> _used = new(StringComparer.Ordinal);
    private volatile IReadOnlyList<ApiKey> _keys = [];

    /// <summary>All keys, including expired and revoked ones, with the times of their last use.</summary>
    public IReadOnlyList<ApiKey> Keys => [.. _keys.Select(key => _used.TryGetValue(key.Id, out var used) ? key with { UsedMs = used } : key)];

    /// <summary>Whether no key was ever created.</summary>
    public bool IsEmpty => _keys is [];

    /// <summary>Whether at least one key is valid now.</summary>
    public bool HasValid => _keys.Any(IsValid);

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Loads the keys of a library.</summary>
    public static async Task<ApiKeys> LoadAsync(KeyStore store, TimeProvider time, CancellationToken cancellationToken)
    {
        var keys = new ApiKeys(store, time);
        keys._keys = await store.ListAsync(cancellationToken).ConfigureAwait(false);
        return keys;
    }

    /// <summary>Finds the valid key with a secret and records its use; null when there is none.</summary>
    public ApiKey? Authenticate(string secret) => RecordUse(KeySecret.Find(_keys, secret));

    /// <summary>Finds the valid key with an id and records its use; null when there is none.</summary>
    public ApiKey? AuthenticateById(string id) => RecordUse(_keys.FirstOrDefault(key => key.Id == id));

    /// <summary>Creates a key.</summary>
    public async Task<(ApiKey Key, string Secret)> CreateAsync(string name, AccessScope scope, TimeSpan? lifetime, CancellationToken cancellationToken)
    {
        var made = await store.CreateAsync(name, scope, lifetime, cancellationToken).ConfigureAwait(false);
        Change(keys => [.. keys, made.Key]);
        return made;
    }

    /// <summary>Revokes a key with immediate effect; false when no key has the id.</summary>
    public async Task<bool> RevokeAsync(string id, CancellationToken cancellationToken)
    {
        var revoked = await store.RevokeAsync(id, cancellationToken).ConfigureAwait(false);
        Change(keys => [.. keys.Select(key => key.Id == id ? key with { RevokedMs = key.RevokedMs ?? Now } : key)]);
        return revoked;
    }

    /// <summary>Saves the times of last use that changed since the previous save.</summary>
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

    private ApiKey? RecordUse(ApiKey? key)
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
