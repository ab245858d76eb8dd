using Reelmill.Library;

namespace Reelmill.Pipelines.Videos;

/// <summary>The name of a program's own pipeline is that of its items in the catalog and of its folder in the library.</summary>
internal static class VideoPipelineName
{
    private const int MostCharacters = 40;

    private static readonly string[] Taken =
    [
        "mine", "chunk", "index", "decide", "publish", "vectors", "export", "report",
        LibraryLayout.Hls, LibraryLayout.Frames, LibraryLayout.Chunks, LibraryLayout.Keys, LibraryLayout.Videos, LibraryLayout.Uploads, LibraryLayout.Staging,
    ];

    /// <exception cref="ArgumentException">It is no name for a pipeline.</exception>
    public static void Check(string name)
    {
        if (!IsName(name) || Taken.Contains(name, StringComparer.Ordinal))
        {
            throw new ArgumentException($"A pipeline cannot have the name '{name}': take 1 to {MostCharacters} of a-z 0-9 and -, a letter first, and none of {string.Join(", ", Taken)}.", nameof(name));
        }
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= MostCharacters && char.IsAsciiLetterLower(name[0]) && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
