using Reelmill.Library;
using Reelmill.Library.Access;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Library.Files;
using Reelmill.Pipelines.Settings;
using Reelmill.Server.Access;

namespace Reelmill.Cli.Remote;

/// <summary>Creates, lists and revokes API keys.</summary>
internal abstract class KeyAdmin
{
    public abstract Task<KeyDocument> CreateAsync(string name, AccessScope scope, TimeSpan? lifetime, CancellationToken cancellationToken);

    public abstract Task<IReadOnlyList<KeyDocument>> ListAsync(CancellationToken cancellationToken);

    public abstract Task RevokeAsync(string id, CancellationToken cancellationToken);
}

/// <summary>Manages the keys of a library that no server has open.</summary>
internal sealed class LibraryKeys(string folder) : KeyAdmin
{
    public override Task<KeyDocument> CreateAsync(string name, AccessScope scope, TimeSpan? lifetime, CancellationToken cancellationToken)
    {
        // Checked before the library's folder is created.
        if (KeyStore.FindFault(name, lifetime) is { } fault)
        {
            throw new UsageException($"Creating a key: {fault}");
        }

        return WriteAsync(async keys =>
        {
            var (key, secret) = await keys.CreateAsync(name, scope, lifetime, cancellationToken).ConfigureAwait(false);
            return KeyDocument.From(key) with { Key = secret };
        });
    }

    public override async Task<IReadOnlyList<KeyDocument>> ListAsync(CancellationToken cancellationToken)
    {
        var catalog = SqliteCatalog.OpenReadOnly(folder);
        await using var _ = catalog.ConfigureAwait(false);
        return [.. (await new KeyStore(catalog).ListAsync(cancellationToken).ConfigureAwait(false)).Select(static key => KeyDocument.From(key))];
    }

    public override Task RevokeAsync(string id, CancellationToken cancellationToken) => WriteAsync(async keys =>
        await keys.RevokeAsync(id, cancellationToken).ConfigureAwait(false) ? true : throw new UsageException($"There is no key {id}. 'reelmill keys list --library {folder}' lists the keys."));

    private async Task<T> WriteAsync<T>(Func<KeyStore, Task<T>> write)
    {
        try
        {
            FileModes.MatchLibrary(folder);
            var catalog = SqliteCatalog.Open(folder);
            await using var _ = catalog.ConfigureAwait(false);
            FileModes.ShareLibrary(folder);
            return await write(new KeyStore(catalog)).ConfigureAwait(false);
        }
        catch (LibraryException e) when (e.Code == "library_in_use")
        {
            throw new LibraryException(e.Code, $"{e.Message} If that process is a server, use --server instead of --library, with an admin key in --key or REELMILL_KEY if it has keys.", e);
        }
    }
}

/// <summary>Manages the keys of a running server.</summary>
internal sealed class ServerKeys(Func<ServerClient> connect) : KeyAdmin
{
    private const string Path = "v1/keys";

    public override async Task<KeyDocument> CreateAsync(string name, AccessScope scope, TimeSpan? lifetime, CancellationToken cancellationToken)
    {
        using var client = connect();
        return await client.PostAsync<KeyRequest, KeyDocument>(Path, new KeyRequest(name, [scope], lifetime?.TotalSeconds), cancellationToken).ConfigureAwait(false);
    }

    public override async Task<IReadOnlyList<KeyDocument>> ListAsync(CancellationToken cancellationToken)
    {
        using var client = connect();
        return await client.GetAsync<IReadOnlyList<KeyDocument>>(Path, cancellationToken).ConfigureAwait(false);
    }

    public override async Task RevokeAsync(string id, CancellationToken cancellationToken)
    {
        using var client = connect();
        await client.DeleteAsync($"{Path}/{Uri.EscapeDataString(id)}", cancellationToken).ConfigureAwait(false);
    }
}
