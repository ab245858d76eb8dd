using Reelmill.Media.Formats.Playlists;

namespace Reelmill.Media.Hls.Checking.Reading;

/// <summary>Reads the files of a stream, of which everything is hostile: names, sizes, links, redirects.</summary>
internal abstract class StreamFiles : IDisposable
{
    /// <summary>Bytes of a playlist at most.</summary>
    public const int MostPlaylistBytes = 16 << 20;

    /// <summary>Bytes of a segment at most: an hour at 500 kb/s, or a minute at 30 Mb/s.</summary>
    public const int MostSegmentBytes = 256 << 20;

    /// <summary>Reads a file, or a part of it.</summary>
    /// <param name="address">The file.</param>
    /// <param name="range">The part; null for the whole.</param>
    /// <param name="mostBytes">How much is read at most.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ReadException">It is not there, too large, or may not be read.</exception>
    public abstract Task<FileContent> ReadAsync(Uri address, ByteRange? range, int mostBytes, CancellationToken cancellationToken);

    /// <summary>The name of a file in messages, relative to the stream.</summary>
    public abstract string NameOf(Uri address);

    /// <summary>Whether a file is published with the stream: it lies where the master playlist is, or below.</summary>
    public abstract bool IsBesides(Uri address);

    /// <summary>Key files that lie among the stream's own files, as far as these can be listed.</summary>
    public abstract IEnumerable<string> LooseKeys();

    /// <summary>Where a reference in a playlist leads; null when it is no reference at all.</summary>
    public static Uri? Resolve(Uri playlist, string reference) =>
        Uri.TryCreate(playlist, reference, out var address) ? address : null;

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }

    protected static ReadException Missing(FormattableString what, string remedy) => new(ReadFault.Missing, FormattableString.Invariant(what), remedy);

    protected static ReadException TooLarge(int mostBytes) =>
        Missing($"it is larger than {mostBytes >> 20} MiB, which is not read", "cut it into segments");
}
