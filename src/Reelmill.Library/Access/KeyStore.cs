using System.Security.Cryptography;
using Reelmill.Library.Catalog.Sqlite;

namespace Reelmill.Library.Access;

/// <summary>The keys of a library.</summary>
/// <param name="catalog">The library's catalog; making and revoking need one that is open for writing.</param>
/// <remarks>Thread-safe, and as durable as the catalog.</remarks>
public sealed class KeyStore(SqliteCatalog catalog)
{
    private const int IdBytes = 6;
    private const int MostNameCharacters = 100;

    /// <summary>What is wrong with a key that somebody wants; null when nothing is.</summary>
    /// <param name="name">What it shall be called.</param>
    /// <param name="lifetime">How long it shall be valid; null for ever.</param>
    public static string? FaultOf(string? name, TimeSpan? lifetime) => name switch
    {
        null or "" => "it has no name. Name it after who will use it.",
        { Length: > MostNameCharacters } => $"its name has more than {MostNameCharacters} characters.",
        _ when string.IsNullOrWhiteSpace(name) || name.Any(char.IsControl) => "its name is blank or has control characters.",
        _ when lifetime <= TimeSpan.Zero => "it would have expired already. Give it some time, or none for ever.",
        _ => null,
    };

    /// <summary>Makes a key.</summary>
    /// <param name="name">What it is called: 1 to 100 characters. Names need not differ.</param>
    /// <param name="scope">What it may do.</param>
    /// <param name="lifetime">How long it is valid; null for ever.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <returns>The key, and its secret, which cannot be had again.</returns>
    /// <exception cref="ArgumentException"><see cref="FaultOf"/> finds something, or no key of the library could make further ones.</exception>
    public Task<(ApiKey Key, string Secret)> CreateAsync(string name, AccessScope scope, TimeSpan? lifetime, CancellationToken cancellationToken)
    {
        if (FaultOf(name, lifetime) is { } fault)
        {
            throw new ArgumentException($"Making a key: {fault}");
        }

        var secret = KeySecret.New();
        return catalog.WriteAsync(
            c =>
            {
                var now = catalog.Now;
                if (scope != AccessScope.Admin && !KeyTable.List(c).Any(key => key.Scope == AccessScope.Admin && key.IsValidAt(now)))
                {
                    throw new ArgumentException("Making a key: the library has no key of the scope admin, and from its first key on nobody else can make further ones. Make one with '--scope admin' first.");
                }

                var expires = lifetime is { } time ? now + (long)Math.Min(time.TotalMilliseconds, long.MaxValue / 2d) : (long?)null;
                var id = RandomNumberGenerator.GetHexString(IdBytes * 2, lowercase: true);
                var key = new ApiKey(id, name, KeySecret.HashOf(secret), scope, now, expires, UsedMs: null, RevokedMs: null);
                KeyTable.Insert(c, key);
                return (key, secret);
            },
            cancellationToken);
    }

    /// <summary>Lists all keys, also those that are not valid any more, in the order in which they were made.</summary>
    public Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellationToken) => catalog.ReadAsync(KeyTable.List, cancellationToken);

    /// <summary>Revokes a key for good; once more changes nothing.</summary>
    /// <returns>Whether there is such a key.</returns>
    public Task<bool> RevokeAsync(string id, CancellationToken cancellationToken) => catalog.WriteAsync(c => KeyTable.Revoke(c, id, catalog.Now), cancellationToken);

    /// <summary>Remembers when keys were last used.</summary>
    /// <param name="uses">The keys' ids with the moments, in Unix milliseconds.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    public Task TouchAsync(IReadOnlyList<KeyValuePair<string, long>> uses, CancellationToken cancellationToken) =>
        catalog.WriteAsync(c => uses.Sum(use => KeyTable.Touch(c, use.Key, use.Value)), cancellationToken);
}
