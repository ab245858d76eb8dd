using Reelmill.Media.Fetching.Lists;
using Reelmill.Media.Formats.Playlists;
using Reelmill.Media.Hls.Encryption;

namespace Reelmill.Media.Hls.Checking.Reading;

/// <summary>Finds the keys of a stream: in the folder that the user named, or where their URI leads. Each is looked for once.</summary>
/// <param name="files">The stream's own files.</param>
/// <param name="web">Gets keys over the network.</param>
/// <param name="folder">The folder that the user named; null for none.</param>
internal sealed class KeyFinder(StreamFiles files, StreamFiles web, string? folder)
{
    private const int MostBytes = 1024;
    private readonly Dictionary<string, KeyFacts> _found = new(StringComparer.Ordinal);

    /// <summary>Every key that was looked for.</summary>
    public IReadOnlyCollection<KeyFacts> All => _found.Values;

    public async Task<KeyFacts> FindAsync(Uri playlist, SegmentKey key, CancellationToken cancellationToken)
    {
        var address = StreamFiles.Resolve(playlist, key.Uri);
        var id = address?.AbsoluteUri ?? key.Uri;
        if (!_found.TryGetValue(id, out var facts))
        {
            _found[id] = facts = await LookAsync(address, key.Uri, cancellationToken).ConfigureAwait(false);
        }

        return facts;
    }

    private async Task<KeyFacts> LookAsync(Uri? address, string uri, CancellationToken cancellationToken)
    {
        if (address is null)
        {
            return new KeyFacts(uri, null, $"its URI '{uri}' is none", false);
        }

        var name = files.NameOf(address);
        try
        {
            var bytes = await ReadAsync(address, cancellationToken).ConfigureAwait(false);
            var isPublic = files.IsBesides(address);
            return bytes.Length == SegmentCipher.BlockBytes
                ? new KeyFacts(name, bytes, null, isPublic)
                : new KeyFacts(name, null, FormattableString.Invariant($"it has {bytes.Length} bytes, and a key of AES-128 has 16"), isPublic);
        }
        catch (ReadException e)
        {
            return new KeyFacts(name, null, $"{e.What}; name the folder that holds the keys (--keys)", false);
        }
    }

    private async Task<byte[]> ReadAsync(Uri address, CancellationToken cancellationToken)
    {
        var name = Uri.UnescapeDataString(address.Segments is [.., var last] ? last : "");
        if (folder is not null && name.Length > 0 && Path.GetFileName(name) == name && File.Exists(Path.Combine(folder, name)))
        {
            var root = RealPath.Resolve(Path.GetFullPath(folder));
            using var own = new LocalFiles(root);
            return (await own.ReadAsync(HlsLocation.AddressOf(Path.Combine(root, name)), null, MostBytes, cancellationToken).ConfigureAwait(false)).Bytes;
        }

        var source = address.IsFile ? files : web;
        return (await source.ReadAsync(address, null, MostBytes, cancellationToken).ConfigureAwait(false)).Bytes;
    }
}
