using Reelmill.Media.Chunking;
using Reelmill.Pipelines.Chunk;

namespace Reelmill;

/// <summary>The chunks of a file.</summary>
/// <param name="Input">The file or URL, without secrets.</param>
/// <param name="Folder">The full path of the chunks' folder in the library; <see cref="ChunkOptions.Output"/> has copies.</param>
/// <param name="Manifest">The manifest of the folder: counts, times, checksums, failed chunks.</param>
public sealed record ChunkedFile(string Input, string Folder, ChunkManifest Manifest)
{
    /// <summary>The full paths of the chunks that have a file, in order.</summary>
    public IReadOnlyList<string> ChunksInOrder =>
        [.. Manifest.Segments.Where(static s => s.File is not null).OrderBy(static s => s.Sequence).Select(s => Path.Combine(Folder, s.File!))];
}
