using Reelmill.Media.Fetching.Lists;
using Reelmill.Media.Formats.Playlists;
using Reelmill.Media.Hls.Encryption;

namespace Reelmill.Media.Hls.Checking.Reading;

/// <summary>Looks up the keys of a stream in the caller's key folder or at their URIs. Each key is looked up once.</summary>
/// <param name="files">The published files of the stream.</param>
/// <param name="web">Loads keys over the network.</param>
/// <param name="folder">The caller's key folder; null for none.</param>
internal sealed class KeyFinder(StreamFiles files, StreamFiles web, string? folder)
{
    private const int MaxKeyBytes = 1024;
    private readonly Dictionary<string, KeyLookupResult> _results = new(StringComparer.Ordinal);

    /// <summary>The result of every lookup.</summary>
    public IReadOnlyCollection<KeyLookupResult> Results => _results.Values;

    public async Task<KeyLookupResult> FindAsync(Uri playlist, SegmentKey key, CancellationToken cancellationToken)
    {
        var address = StreamFiles.Resolve(playlist, key.Uri);
        var id = address?.AbsoluteUri ?? key.Uri;
        if (!_results.TryGetValue(id, out var result))
        {
            _results[id] = result = await LookUpAsync(address, key.Uri, cancellationToken).ConfigureAwait(false);
        }

        return result;
    }

    private async Task<KeyLookupResult> LookUpAsync(Uri? address, string uri, CancellationToken cancellationToken)
    {
        if (address is null)
        {
            return new KeyLookupResult(uri, null, $"the URI '{uri}' is not valid", false);
        }

        var name = files.GetDisplayName(address);
        try
        {
            var bytes = await ReadAsync(address, cancellationToken).ConfigureAwait(false);
            var isPublic = files.IsPublished(address);
            return bytes.Length == SegmentCipher.BlockBytes
                ? new KeyLookupResult(name, bytes, null, isPublic)
                : new KeyLookupResult(name, null, FormattableString.Invariant($"the file has {bytes.Length} bytes, but an AES-128 key has 16"), isPublic);
        }
        catch (ReadException e)
        {
            return new KeyLookupResult(name, null, $"{e.Problem}; name the folder of the keys (--keys)", false);
        }
    }

    private async Task<byte[]> ReadAsync(Uri address, CancellationToken cancellationToken)
    {
        var name = Uri.UnescapeDataString(address.Segments is [.., var last] ? last : "");
        if (folder is not null && name.Length > 0 && Path.GetFileName(name) == name && File.Exists(Path.Combine(folder, name)))
        {
            var root = RealPath.Of(Path.GetFullPath(folder));
            using var keyFiles = new LocalFiles(root);
            return (await keyFiles.ReadAsync(HlsLocation.ToFileUri(Path.Combine(root, name)), null, MaxKeyBytes, cancellationToken).ConfigureAwait(false)).Bytes;
        }

        var source = address.IsFile ? files : web;
        return (await source.ReadAsync(address, null, MaxKeyBytes, cancellationToken).ConfigureAwait(false)).Bytes;
    }
}
