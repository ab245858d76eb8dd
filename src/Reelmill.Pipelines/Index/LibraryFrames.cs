using System.Globalization;
using System.Runtime.CompilerServices;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Library.Vectors;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Items;

namespace Reelmill.Pipelines.Index;

/// <summary>The kept frames of a library as inputs: what they are frames of goes with them.</summary>
internal static class LibraryFrames
{
    private const string VideoKey = "reelmill.video";
    private const string SourceKey = "reelmill.source";
    private const string TimeKey = "reelmill.timeMs";

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
                yield return new MediaInput(Path.Combine(Path.GetFullPath(folder), path), InputKind.File, new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    [VideoKey] = frame.Video,
                    [SourceKey] = MediaInput.Shown(entry.Source),
                    [TimeKey] = frame.TimeMs.ToString(CultureInfo.InvariantCulture),
                });
            }
        }
    }

    /// <summary>Whether an item is a frame of a library.</summary>
    public static bool IsFrame(Item item) => item.Metadata?.Contains(VideoKey, StringComparison.Ordinal) == true;

    /// <summary>The id of a frame; null for a picture of its own.</summary>
    public static string? IdOf(MediaInput input) => input.Metadata.TryGetValue(VideoKey, out var video) ? $"{video}/{input.Metadata[TimeKey]}" : null;

    /// <summary>What is kept beside a picture's vector.</summary>
    public static VectorMetadata MetadataOf(MediaInput input) => IdOf(input) is null
        ? new VectorMetadata(input.Display, null, input.Kind == InputKind.File ? input.Source : null, input.Metadata)
        : new VectorMetadata(input.Metadata[SourceKey], long.Parse(input.Metadata[TimeKey], CultureInfo.InvariantCulture), input.Source, MediaInput.NoMetadata);
}
