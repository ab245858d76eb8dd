using Reelmill.Library.Artifacts.Disk;
using Reelmill.Library.Catalog.Sqlite;

namespace Reelmill.Library.Manifest;

/// <summary>Writes what a library holds as <c>manifest.jsonl</c>.</summary>
public static class ManifestWriter
{
    /// <summary>
    /// Writes one line for every sampled frame of every item that the library has, by video (ordinal) and time, with the keys
    /// <c>video source timeMs kept rule score threshold twin hash path sha256</c> in this order, and <c>values</c> last where a stage of a program's own gave the frame some.
    /// </summary>
    /// <remarks>
    /// The same content gives the same bytes, whatever the order it came in. The frames are streamed; the file is
    /// replaced in one step, and left untouched when it would be the same. UTF-8 without a byte order mark, <c>\n</c>.
    /// </remarks>
    /// <param name="catalog">The library; frames from one moment.</param>
    /// <param name="path">The file, usually <see cref="LibraryLayout.Manifest"/> in the library's folder.</param>
    /// <param name="cancellationToken">Stops the write; then the old file stays.</param>
    /// <returns>Whether the manifest changed.</returns>
    /// <exception cref="LibraryException">The catalog or the disk failed, or <c>output_in_use</c>.</exception>
    public static Task<bool> WriteAsync(SqliteCatalog catalog, string path, CancellationToken cancellationToken = default) =>
        AtomicFile.WriteAsync(
            path,
            (stream, token) => JsonLines.WriteAsync(stream, catalog.EntriesAsync(token), FrameJson.WriteManifestRecord, token),
            cancellationToken);
}
