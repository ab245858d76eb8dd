using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Library.Files;

namespace Reelmill.Library.Manifest;

/// <summary>Writes the frames of a library to <c>manifest.jsonl</c>.</summary>
public static class ManifestWriter
{
    /// <summary>
    /// Writes one line for every sampled frame of every item in the library, ordered by video (ordinal) and time, with the keys
    /// <c>video source timeMs kept rule score threshold twin hash path sha256</c> in this order, and <c>values</c> last for frames with values from custom stages.
    /// </summary>
    /// <remarks>
    /// The same content gives the same bytes, independent of the order of processing. The frames are streamed from one
    /// snapshot; the file is replaced atomically, and left untouched if it would not change. UTF-8 without a byte order mark,
    /// lines ended by <c>\n</c>.
    /// </remarks>
    /// <param name="catalog">The library's catalog.</param>
    /// <param name="path">The file, usually <see cref="LibraryLayout.Manifest"/> in the library's folder.</param>
    /// <param name="cancellationToken">Stops the write; the old file stays.</param>
    /// <returns>Whether the manifest changed.</returns>
    /// <exception cref="LibraryException">The catalog or the disk failed, or <c>output_in_use</c>.</exception>
    public static Task<bool> WriteAsync(SqliteCatalog catalog, string path, CancellationToken cancellationToken = default) =>
        AtomicFile.WriteAsync(
            path,
            (stream, token) => JsonLines.WriteAsync(stream, catalog.EntriesAsync(token), FrameJson.WriteManifestRecord, token),
            cancellationToken);
}
