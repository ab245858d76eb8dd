using System.Runtime.CompilerServices;
using Reelmill.Library;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Library.Vectors;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Index;

/// <summary>Lists the kept frames of a library as inputs, with the identity of their videos.</summary>
internal static class LibraryFrames
{
    /// <summary>Whether a folder is a library.</summary>
    public static bool IsLibrary(string path) => Directory.Exists(path) && LibrarySession.Exists(path);

    /// <summary>Lists the kept frames, by video and time.</summary>
    /// <param name="folder">The library.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    public static async IAsyncEnumerable<MediaInput> ListAsync(string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var catalog = SqliteCatalog.OpenReadOnly(folder);
        await using var _ = catalog.ConfigureAwait(false);
        await foreach (var entry in catalog.EntriesAsync(cancellationToken).ConfigureAwait(false))
        {
            if (entry.Frame is { Path: { } path } frame)
            {
                yield return InputIdentity.CreateFrameInput(
                    Path.Combine(Path.GetFullPath(folder), path), frame.Video, MediaInput.Redact(entry.Source), frame.TimeMs, frame.Sha256);
            }
        }
    }

    /// <summary>Returns the id of the frame that an item is, <c>video/ms</c>; null for other images.</summary>
    public static string? FindFrameId(Item item) => InputIdentity.FindFrameId(InputIdentity.ReadMetadata(item));

    /// <summary>Creates the metadata that is stored with an image's vector.</summary>
    /// <param name="input">The image.</param>
    /// <param name="library">The folder of the library that is indexed into; its own frames get relative paths.</param>
    public static VectorMetadata CreateMetadata(MediaInput input, string library)
    {
        if (InputIdentity.FindFrameId(input) is null)
        {
            return new VectorMetadata(input.Display, null, input.Kind == InputKind.File ? input.Source : null, InputIdentity.GetUserMetadata(input.Metadata));
        }

        var (source, timeMs) = InputIdentity.ReadOrigin(input);
        return new VectorMetadata(source, timeMs, LibraryLayout.ToLibraryPath(library, input.Source), MediaInput.NoMetadata);
    }
}
