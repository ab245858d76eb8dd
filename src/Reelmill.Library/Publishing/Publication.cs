using Reelmill.Library.Catalog;

namespace Reelmill.Library.Publishing;

/// <summary>A finished stream to publish.</summary>
public sealed record Publication
{
    /// <summary>The library folder, which the paths of <see cref="Files"/> are relative to.</summary>
    public required string Folder { get; init; }

    /// <summary>The name of the stream's folder at the target: 1 to 128 letters, digits, <c>.</c>, <c>_</c> and <c>-</c>.</summary>
    public required string Id { get; init; }

    /// <summary>
    /// All files of the stream. The part of a path after <c>kind/id/</c> is the name that playlists use; one name must be
    /// <c>master.m3u8</c>.
    /// </summary>
    public required IReadOnlyList<Artifact> Files { get; init; }

    /// <summary>The recipe that the files were made with, as JSON. It is published in <c>reelmill.json</c>.</summary>
    public required string Recipe { get; init; }

    /// <summary>The hash of the content and the recipe, in lower-case hexadecimal, 8 digits or more. Equal fingerprints mean equal bytes.</summary>
    public required string Fingerprint { get; init; }
}
