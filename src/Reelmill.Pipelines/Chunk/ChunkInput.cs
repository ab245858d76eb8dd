using Reelmill.Core;
using Reelmill.Core.Files;
using Reelmill.Pipelines.Items;

namespace Reelmill.Pipelines.Chunk;

/// <summary>The file that is cut, and the source that it stands for.</summary>
/// <param name="Source">The source that the catalog files the chunks under: the file's path, or the URL that it was downloaded from.</param>
/// <param name="Name">The source as the manifest and messages show it.</param>
/// <param name="Path">The file.</param>
internal sealed record ChunkInput(string Source, string Name, string Path)
{
    private readonly FileStamp? _before = RegularFile.StampOf(Path);

    /// <summary>The sign by which the source is known again; null for a download.</summary>
    public string? Stamp { get; } = Source == Path ? SourceStamp.OfFile(Path) : null;

    /// <summary>A file of this machine, cut in place.</summary>
    public static ChunkInput Of(string path) => new(path, path, path);

    /// <summary>What was made must be of the content that it is recorded under.</summary>
    /// <exception cref="ItemException"><c>source_changed</c>.</exception>
    public void RequireUnchanged()
    {
        if (_before is null || _before != RegularFile.StampOf(Path))
        {
            throw new ItemException("source_changed", $"Cutting {Name}: the file was changed or removed meanwhile. Wait until it is written, then run the command again.");
        }
    }
}
