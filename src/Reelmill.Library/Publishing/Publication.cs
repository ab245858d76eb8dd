using Reelmill.Library.Artifacts;

namespace Reelmill.Library.Publishing;

/// <summary>A finished stream, as it is to be published.</summary>
public sealed record Publication
{
    /// <summary>The folder that the paths of <see cref="Files"/> are below: the library's.</summary>
    public required string Folder { get; init; }

    /// <summary>The folder's name at the target: 1 to 128 letters, digits, <c>.</c>, <c>_</c> and <c>-</c>.</summary>
    public required string Id { get; init; }

    /// <summary>
    /// All its files. What follows <c>kind/id/</c> in a path is the name that playlists use; one must be
    /// <c>master.m3u8</c>.
    /// </summary>
    public required IReadOnlyList<Artifact> Files { get; init; }

    /// <summary>What the files were made by, as JSON. It is published in <c>reelmill.json</c>.</summary>
    public required string Recipe { get; init; }

    /// <summary>The hash of the content and the recipe, in lower-case hexadecimal, 8 digits or more: equal fingerprints, equal bytes.</summary>
    public required string Fingerprint { get; init; }
}
