using Reelmill.Library;
using Reelmill.Library.Ownership;
using Reelmill.Media.Hls.Encryption;
using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Hls;

/// <summary>The keys of a library's encrypted streams: derived from one secret that stays in the library, written where a key server finds them.</summary>
/// <param name="library">The library.</param>
/// <param name="options">How keys rotate and where players get them.</param>
internal sealed class StreamKeyring(LibrarySession library, HlsOptions options) : IDisposable
{
    /// <summary>Where the secret was before it had a file of its own.</summary>
    private const string EarlierSecret = "hls.secret";

    private readonly SemaphoreSlim _turn = new(1, 1);
    private byte[]? _secret;

    /// <summary>The keys of a stream.</summary>
    public async Task<StreamKeys> KeysOfAsync(string id, CancellationToken cancellationToken) =>
        new(await SecretAsync(cancellationToken).ConfigureAwait(false), id, options.RotateKeys, options.KeyUri);

    /// <summary>Where the key files of a stream are.</summary>
    public string FolderOf(string id) => Path.Combine(library.Catalog.Folder, LibraryLayout.Keys, id);

    /// <summary>Writes the key files of a stream. They are there before its playlists are, and the same whenever it is made again.</summary>
    public async Task WriteAsync(string id, StreamKeys keys, int segments, CancellationToken cancellationToken)
    {
        for (var i = 0; i <= keys.IndexOf(Math.Max(0, segments - 1)); i++)
        {
            await library.Artifacts.AddAsync(LibraryLayout.Keys, id, StreamKeys.FileOf(i), keys.KeyOf(i), cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<byte[]> SecretAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _secret ??= await ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<byte[]> ReadAsync(CancellationToken cancellationToken)
    {
        var folder = library.Catalog.Folder;
        if (StreamSecret.Read(folder) is { } secret)
        {
            return secret;
        }

        if (await library.Catalog.SettingAsync(EarlierSecret, cancellationToken).ConfigureAwait(false) is not { } text)
        {
            return StreamSecret.Create(folder);
        }

        var earlier = Convert.FromHexString(text);
        StreamSecret.Write(folder, earlier);
        return earlier;
    }
}
