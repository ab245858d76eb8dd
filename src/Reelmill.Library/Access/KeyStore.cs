using System.Security.Cryptography;
using Reelmill.Library.Catalog.Sqlite;

namespace Reelmill.Library.Access;

/// <summary>Stores the API keys of a library.</summary>
/// <param name="catalog">The library's catalog, open for writing where keys are created or revoked.</param>
/// <remarks>Thread-safe, and as durable as the catalog.</remarks>
public sealed class KeyStore(SqliteCatalog catalog)
{
    private const int IdBytes = 6;
    private const int MaxNameCharacters = 100;

    /// <summary>Validates the properties of a new key; null when they are valid.</summary>
    /// <param name="name">The name of the key.</param>
    /// <param name="lifetime">How long the key is valid; null for no expiry.</param>
    public static string? FindFault(string? name, TimeSpan? lifetime) => name switch
    {
        null or "" => "the key has no name. Name the key after its user.",
        { Length: > MaxNameCharacters } => $"the name has more than {MaxNameCharacters} characters. Use a shorter name.",
        _ when string.IsNullOrWhiteSpace(name) || name.Any(char.IsControl) => "the name is blank or has control characters. Use printable characters.",
        _ when lifetime <= TimeSpan.Zero => "the key would be expired at once. Use a longer lifetime, or none for a key that does not expire.",
        _ => null,
    };

    /// <summary>Creates a key.</summary>
    /// <param name="name">The name: 1 to 100 characters, not necessarily unique.</param>
    /// <param name="scope">The operations that the key permits.</param>
    /// <param name="lifetime">How long the key is valid; null for no expiry.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <returns>The key and its secret, which cannot be retrieved later.</returns>
    /// <exception cref="ArgumentException"><see cref="FindFault"/> returns a fault, or the library would have keys and no valid admin key to create more.</exception>
    public Task<(ApiKey Key, string Secret)> CreateAsync(string name, AccessScope scope, TimeSpan? lifetime, CancellationToken cancellationToken)
    {
        if (FindFault(name, lifetime) is { } fault)
        {
            throw new ArgumentException($"Creating a key: {fault}");
        }

        var secret = KeySecret.Generate();
        return catalog.WriteAsync(
            c =>
            {
                var now = catalog.Now;
                if (scope != AccessScope.Admin && !KeyTable.List(c).Any(key => key.Scope == AccessScope.Admin && key.IsValidAt(now)))
                {
                    throw new ArgumentException("Creating a key: the library has no valid key with the scope admin, and once it has a key, only such a key can create more. Create one with '--scope admin' first.");
                }

                var expires = lifetime is { } time ? now + (long)Math.Min(time.TotalMilliseconds, long.MaxValue / 2d) : (long?)null;
                var id = RandomNumberGenerator.GetHexString(IdBytes * 2, lowercase: true);
                var key = new ApiKey(id, name, KeySecret.ComputeHash(secret), scope, now, expires, UsedMs: null, RevokedMs: null);
                KeyTable.Insert(c, key);
                return (key, secret);
            },
            cancellationToken);
    }

    /// <summary>Lists all keys, including expired and revoked ones, in order of creation.</summary>
    public Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellationToken) => catalog.ReadAsync(KeyTable.List, cancellationToken);

    /// <summary>Revokes a key permanently. Idempotent.</summary>
    /// <returns>Whether the key exists.</returns>
    public Task<bool> RevokeAsync(string id, CancellationToken cancellationToken) => catalog.WriteAsync(c => KeyTable.Revoke(c, id, catalog.Now), cancellationToken);

    /// <summary>Records when keys were last used.</summary>
    /// <param name="uses">The keys' ids with the times, in Unix milliseconds.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    public Task TouchAsync(IReadOnlyList<KeyValuePair<string, long>> uses, CancellationToken cancellationToken) =>
        catalog.WriteAsync(c => uses.Sum(use => KeyTable.Touch(c, use.Key, use.Value)), cancellationToken);
}
