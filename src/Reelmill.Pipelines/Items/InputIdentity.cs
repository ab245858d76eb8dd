using System.Globalization;
using System.Text.Json;
using Reelmill.Library;
using Reelmill.Library.Catalog;
using Reelmill.Media.Fetching;

namespace Reelmill.Pipelines.Items;

/// <summary>
/// Identifies inputs independently of the library's location, so that a moved or copied library keeps its items. The identity
/// of a frame is stored in the input's metadata, under reserved names that lists and archives cannot set.
/// </summary>
internal static class InputIdentity
{
    /// <summary>The metadata name of the id that a caller assigned to an image, which is also the id of its vector.</summary>
    public const string IdKey = MediaInput.Reserved + "id";

    private const string VideoKey = MediaInput.Reserved + "video";
    private const string SourceKey = MediaInput.Reserved + "source";
    private const string TimeKey = MediaInput.Reserved + "timeMs";
    private const string ContentKey = MediaInput.Reserved + "sha256";

    /// <summary>Creates the input for a frame of a library.</summary>
    /// <param name="path">The path of the frame's file.</param>
    /// <param name="video">The id of its video.</param>
    /// <param name="source">The source of the video, without secrets.</param>
    /// <param name="timeMs">The frame's time from the start of the video, in milliseconds.</param>
    /// <param name="sha256">The SHA-256 of the frame's file; null when unknown.</param>
    public static MediaInput CreateFrameInput(string path, string video, string source, long timeMs, string? sha256)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [VideoKey] = video,
            [SourceKey] = source,
            [TimeKey] = timeMs.ToString(CultureInfo.InvariantCulture),
        };
        if (sha256 is not null)
        {
            metadata[ContentKey] = sha256;
        }

        return new MediaInput(path, InputKind.File, metadata);
    }

    /// <summary>Returns the id of a frame, <c>video/ms</c>; null for other inputs.</summary>
    public static string? FindFrameId(MediaInput input) => FindFrameId(input.Metadata);

    /// <summary>Returns the id of a frame, <c>video/ms</c>, from its metadata; null for other inputs.</summary>
    public static string? FindFrameId(IReadOnlyDictionary<string, string> metadata) =>
        metadata.TryGetValue(VideoKey, out var video) && metadata.TryGetValue(TimeKey, out var time) ? $"{video}/{time}" : null;

    /// <summary>Returns the id that the caller assigned, or the id of the frame; null for an input that is identified by its content.</summary>
    public static string? FindExplicitId(IReadOnlyDictionary<string, string> metadata) => FindCallerId(metadata) ?? FindFrameId(metadata);

    /// <summary>Returns the id that the caller assigned; null without one.</summary>
    public static string? FindCallerId(IReadOnlyDictionary<string, string> metadata) => metadata.GetValueOrDefault(IdKey);

    /// <summary>Returns the metadata that the user supplied, without reserved names.</summary>
    public static IReadOnlyDictionary<string, string> GetUserMetadata(IReadOnlyDictionary<string, string> metadata) =>
        MediaInput.FindReserved(metadata) is not null
            ? metadata.Where(static m => !m.Key.StartsWith(MediaInput.Reserved, StringComparison.Ordinal)).ToDictionary(StringComparer.Ordinal)
            : metadata;

    /// <summary>Recreates the input of an item in the catalog.</summary>
    public static MediaInput ToInput(Item item) => new(item.Source, MediaInput.GetKind(item.Source), ReadMetadata(item));

    /// <summary>Reads the input metadata that the catalog stores with an item.</summary>
    public static IReadOnlyDictionary<string, string> ReadMetadata(Item item) => item.Metadata is { } json
        ? JsonSerializer.Deserialize(json, RecipeJson.Default.IReadOnlyDictionaryStringString)!
        : MediaInput.NoMetadata;

    /// <summary>Reads the source of a frame's video, and the frame's time.</summary>
    public static (string Source, long TimeMs) ReadOrigin(MediaInput frame) =>
        (frame.Metadata[SourceKey], long.Parse(frame.Metadata[TimeKey], CultureInfo.InvariantCulture));

    /// <summary>Returns the key of an input's item: the caller's id, the frame's id, or the input's location.</summary>
    /// <param name="library">The library's folder.</param>
    /// <param name="input">The input.</param>
    public static string GetKey(string library, MediaInput input) =>
        FindCallerId(input.Metadata) is { } id ? $"id:{id}" : FindFrameId(input) ?? GetLocation(library, input);

    /// <summary>Returns the location of an input: a file's path, relative inside the library; otherwise its source.</summary>
    public static string GetLocation(string library, MediaInput input) => input.Kind == InputKind.File ? LibraryLayout.ToLibraryPath(library, input.Source) : input.Source;

    /// <summary>Returns the id of an input's item.</summary>
    /// <param name="library">The library's folder.</param>
    /// <param name="pipeline">The pipeline's name in the catalog.</param>
    /// <param name="input">The input.</param>
    public static string GetItemId(string library, string pipeline, MediaInput input) => ItemId.Compute(pipeline, GetKey(library, input));

    /// <summary>Returns the change stamp of a frame: its SHA-256, which is the same in a copy of the library; null for other inputs.</summary>
    public static string? FindStamp(MediaInput input) =>
        FindFrameId(input) is not null && input.Metadata.TryGetValue(ContentKey, out var sha256) ? $"sha256:{sha256}" : null;
}
