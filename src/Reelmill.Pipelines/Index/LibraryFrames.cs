using System.Runtime.CompilerServices;
using Reelmill.Library;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Library.Vectors;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Index;

/// <summary>The kept frames of a library as inputs: what they are frames of goes with them.</summary>
internal static class LibraryFrames
{
    /// <summary>Whether a folder is a library.</summary>
    public static bool IsLibrary(string path) => Directory.Exists(path) && LibrarySession.Exists(path);

    /// <summary>Gives the kept frames, by video and time.</summary>
    /// <param name="folder">The library.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async IAsyncEnumerable<MediaInput> OfAsync(string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var catalog = SqliteCatalog.OpenReadOnly(folder);
        await using var _ = catalog.ConfigureAwait(false);
        await foreach (var entry in catalog.EntriesAsync(cancellationToken).ConfigureAwait(false))
        {
            if (entry.Frame is { Path: { } path } frame)
            {
                yield return FrameIdentity.Frame(
                    Path.Combine(Path.GetFullPath(folder), path), frame.Video, MediaInput.Redact(entry.Source), frame.TimeMs, frame.Sha256);
            }
        }
    }

    /// <summary>The frame that an item is, <c>video/ms</c>; null for an image of its own.</summary>
    public static string? FrameOf(Item item) => FrameIdentity.FrameOf(FrameIdentity.MetadataOf(item));

    /// <summary>What is kept beside an image's vector.</summary>
    /// <param name="input">The image.</param>
    /// <param name="library">The library that is indexed into: its own frames are named by their place in it.</param>
    public static VectorMetadata MetadataOf(MediaInput input, string library)
    {
        if (FrameIdentity.FrameOf(input) is null)
        {
            return new VectorMetadata(input.Display, null, input.Kind == InputKind.File ? input.Source : null, FrameIdentity.SaidOf(input.Metadata));
        }

        var (source, timeMs) = FrameIdentity.OriginOf(input);
        return new VectorMetadata(source, timeMs, LibraryLayout.ToLibraryPath(library, input.Source), MediaInput.NoMetadata);
    }
}
