using Reelmill.Library;
using Reelmill.Library.Artifacts;
using Reelmill.Media.Hls.Encryption;
using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Hls;

/// <summary>
/// The keys of a library's encrypted streams: derived from one secret that stays in the library, and written to the
/// folder that a key server reads.
/// </summary>
/// <param name="library">The library.</param>
/// <param name="options">The options of key rotation and key URIs.</param>
internal sealed class StreamKeyring(LibrarySession library, HlsOptions options) : IDisposable
{
    /// <summary>The catalog setting that contained the secret before the secret had its own file.</summary>
    private const string LegacySecretSetting = "hls.secret";

    private readonly SemaphoreSlim _lock = new(1, 1);
    private byte[]? _secret;

    /// <summary>Derives the keys of a stream.</summary>
    public async Task<StreamKeys> GetKeysAsync(string id, CancellationToken cancellationToken) =>
        new(await GetSecretAsync(cancellationToken).ConfigureAwait(false), id, options.RotateKeys, options.KeyUri);

    /// <summary>Returns the folder of a stream's key files.</summary>
    public string GetFolder(string id) => Path.Combine(library.Catalog.Folder, LibraryLayout.Keys, id);

    /// <summary>
    /// Writes the key files of a stream. They exist before the playlists do, and are the same whenever the stream is
    /// created again.
    /// </summary>
    public async Task WriteAsync(string id, StreamKeys keys, int segments, CancellationToken cancellationToken)
    {
        for (var i = 0; i <= keys.GetKeyIndex(Math.Max(0, segments - 1)); i++)
        {
            await library.Artifacts.AddAsync(LibraryLayout.Keys, id, StreamKeys.GetFileName(i), keys.DeriveKey(i), cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => _lock.Dispose();

    private async Task<byte[]> GetSecretAsync(CancellationToken cancellationToken)
    {
        await _lock.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _secret ??= await ReadOrCreateAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _lock.Release();
        }
    }

    private async Task<byte[]> ReadOrCreateAsync(CancellationToken cancellationToken)
    {
        var folder = library.Catalog.Folder;
        if (StreamSecret.Read(folder) is { } secret)
        {
            return secret;
        }

        if (await library.Catalog.SettingAsync(LegacySecretSetting, cancellationToken).ConfigureAwait(false) is not { } text)
        {
            return StreamSecret.Create(folder);
        }

        var legacy = Convert.FromHexString(text);
        StreamSecret.Write(folder, legacy);
        return legacy;
    }
}
