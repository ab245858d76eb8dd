using Reelmill.Media.Formats.Playlists;

namespace Reelmill.Media.Hls.Checking.Reading;

/// <summary>Reads the files of an untrusted stream: names, sizes, links and redirects may be hostile.</summary>
internal abstract class StreamFiles : IDisposable
{
    /// <summary>The maximum size of a playlist in bytes.</summary>
    public const int MaxPlaylistBytes = 16 << 20;

    /// <summary>The maximum size of a segment in bytes: an hour at 500 kb/s, or a minute at 30 Mb/s.</summary>
    public const int MaxSegmentBytes = 256 << 20;

    /// <summary>Reads a file or a byte range of it.</summary>
    /// <param name="address">The URI of the file.</param>
    /// <param name="range">The byte range; null for the whole file.</param>
    /// <param name="maxBytes">The maximum number of bytes to read.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="ReadException">The file does not exist, is too large, or may not be read.</exception>
    public abstract Task<FileContent> ReadAsync(Uri address, ByteRange? range, int maxBytes, CancellationToken cancellationToken);

    /// <summary>Formats the URI of a file for messages, relative to the stream.</summary>
    public abstract string GetDisplayName(Uri address);

    /// <summary>Whether a file is published with the stream: in the folder of the master playlist or below.</summary>
    public abstract bool IsPublished(Uri address);

    /// <summary>Finds the key files among the published files, as far as these can be listed.</summary>
    public abstract IEnumerable<string> FindKeyFiles();

    /// <summary>Resolves a reference in a playlist; null when the reference is not a URI.</summary>
    public static Uri? Resolve(Uri playlist, string reference) =>
        Uri.TryCreate(playlist, reference, out var address) ? address : null;

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }

    protected static ReadException Missing(FormattableString problem, string remedy) => new(ReadFault.Missing, FormattableString.Invariant(problem), remedy);

    protected static ReadException TooLarge(int maxBytes) =>
        Missing($"the file exceeds the limit of {maxBytes >> 20} MiB", "cut it into segments");
}
