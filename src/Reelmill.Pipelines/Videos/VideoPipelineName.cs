using Reelmill.Library;

namespace Reelmill.Pipelines.Videos;

/// <summary>Validates the name of a custom pipeline, which names its items in the catalog and its folder in the library.</summary>
internal static class VideoPipelineName
{
    private const int MaxLength = 40;

    private static readonly string[] ReservedNames =
    [
        "mine", "chunk", "index", "decide", "publish", "vectors", "export", "report",
        LibraryLayout.Hls, LibraryLayout.Frames, LibraryLayout.Chunks, LibraryLayout.Keys, LibraryLayout.Videos, LibraryLayout.Uploads, LibraryLayout.Staging,
    ];

    /// <exception cref="ArgumentException">The name is invalid or reserved.</exception>
    public static void Check(string name)
    {
        if (!IsName(name) || ReservedNames.Contains(name, StringComparer.Ordinal))
        {
            throw new ArgumentException($"'{name}' is not a valid name for a pipeline. Use a-z, 0-9 and -, 1 to {MaxLength} characters, a letter first, and none of {string.Join(", ", ReservedNames)}.", nameof(name));
        }
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= MaxLength && char.IsAsciiLetterLower(name[0]) && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
