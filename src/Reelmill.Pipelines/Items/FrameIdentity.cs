using System.Globalization;
using System.Text.Json;
using Reelmill.Library;
using Reelmill.Library.Catalog;
using Reelmill.Media.Fetching;

namespace Reelmill.Pipelines.Items;

/// <summary>
/// Names what lies in a library by what it is: a library that is moved or copied holds the same items. What an input is, apart
/// from where it lies, is in its metadata, under names that lists and archives cannot give.
/// </summary>
internal static class FrameIdentity
{
    /// <summary>The id that a caller gave an image: that of its vector.</summary>
    public const string IdKey = MediaInput.Reserved + "id";

    private const string VideoKey = MediaInput.Reserved + "video";
    private const string SourceKey = MediaInput.Reserved + "source";
    private const string TimeKey = MediaInput.Reserved + "timeMs";
    private const string ContentKey = MediaInput.Reserved + "sha256";

    /// <summary>An input that is a library's frame.</summary>
    /// <param name="path">Where its file is.</param>
    /// <param name="video">The id of its video.</param>
    /// <param name="source">What its video was made from, fit to be shown.</param>
    /// <param name="timeMs">Its time in the video.</param>
    /// <param name="sha256">The hash of its file.</param>
    public static MediaInput Frame(string path, string video, string source, long timeMs, string? sha256)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [VideoKey] = video,
            [SourceKey] = source,
            [TimeKey] = timeMs.ToString(CultureInfo.InvariantCulture),
        };
        if (sha256 is not null)
        {
            facts[ContentKey] = sha256;
        }

        return new MediaInput(path, InputKind.File, facts);
    }

    /// <summary>The id of a frame, <c>video/ms</c>; null for everything else.</summary>
    public static string? FrameOf(MediaInput input) => FrameOf(input.Metadata);

    /// <summary>The id of a frame from what the catalog keeps about its item.</summary>
    public static string? FrameOf(IReadOnlyDictionary<string, string> metadata) =>
        metadata.TryGetValue(VideoKey, out var video) && metadata.TryGetValue(TimeKey, out var time) ? $"{video}/{time}" : null;

    /// <summary>The id that a caller gave, or that of a frame; null for what is named by its content.</summary>
    public static string? OwnIdOf(IReadOnlyDictionary<string, string> metadata) => CallersIdOf(metadata) ?? FrameOf(metadata);

    /// <summary>The id that a caller gave; null without one.</summary>
    public static string? CallersIdOf(IReadOnlyDictionary<string, string> metadata) => metadata.GetValueOrDefault(IdKey);

    /// <summary>What a user says of an input: its metadata without what says what it is.</summary>
    public static IReadOnlyDictionary<string, string> SaidOf(IReadOnlyDictionary<string, string> metadata) =>
        MediaInput.FindReserved(metadata) is not null
            ? metadata.Where(static m => !m.Key.StartsWith(MediaInput.Reserved, StringComparison.Ordinal)).ToDictionary(StringComparer.Ordinal)
            : metadata;

    /// <summary>The input that an item of the catalog was.</summary>
    public static MediaInput InputOf(Item item) => new(item.Source, MediaInput.GetKind(item.Source), MetadataOf(item));

    /// <summary>What the catalog keeps of an input's metadata.</summary>
    public static IReadOnlyDictionary<string, string> MetadataOf(Item item) => item.Metadata is { } json
        ? JsonSerializer.Deserialize(json, RecipeJson.Default.IReadOnlyDictionaryStringString)!
        : MediaInput.NoMetadata;

    /// <summary>What the video of a frame was made from, and the frame's time.</summary>
    public static (string Source, long TimeMs) OriginOf(MediaInput frame) =>
        (frame.Metadata[SourceKey], long.Parse(frame.Metadata[TimeKey], CultureInfo.InvariantCulture));

    /// <summary>What an input's item is named by: the id that a caller gave, the frame that it is, or its place.</summary>
    /// <param name="library">The library's folder.</param>
    /// <param name="input">The input.</param>
    public static string Of(string library, MediaInput input) =>
        CallersIdOf(input.Metadata) is { } id ? $"id:{id}" : FrameOf(input) ?? PlaceOf(library, input);

    /// <summary>Where an input lies: a file's place in the library, or its source.</summary>
    public static string PlaceOf(string library, MediaInput input) => input.Kind == InputKind.File ? LibraryLayout.ToLibraryPath(library, input.Source) : input.Source;

    /// <summary>The id of an input's item.</summary>
    /// <param name="library">The library's folder.</param>
    /// <param name="pipeline">The pipeline's name, as the catalog has it.</param>
    /// <param name="input">The input.</param>
    public static string ItemIdOf(string library, string pipeline, MediaInput input) => ItemId.Compute(pipeline, Of(library, input));

    /// <summary>The sign of a frame: its content, which a copy of the library has too; null for everything else.</summary>
    public static string? StampOf(MediaInput input) =>
        FrameOf(input) is not null && input.Metadata.TryGetValue(ContentKey, out var sha256) ? $"sha256:{sha256}" : null;
}
