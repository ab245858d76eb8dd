using System.Collections.Frozen;

namespace Reelmill.Media.Fetching;

/// <summary>The extensions by which media files are found in a folder.</summary>
/// <remarks>A file that is named directly may have any extension; probing detects its format.</remarks>
public static class MediaExtensions
{
    /// <summary>Extensions of videos, in lower case with the dot.</summary>
    public static IReadOnlySet<string> Video { get; } = Set(
        ".mp4", ".m4v", ".mov", ".qt", ".mkv", ".webm", ".avi", ".mpg", ".mpeg", ".mpe", ".m2v", ".vob", ".ts", ".m2ts",
        ".mts", ".wmv", ".asf", ".flv", ".f4v", ".3gp", ".3g2", ".ogv", ".ogm", ".mxf", ".dv", ".y4m", ".ivf", ".h264",
        ".264", ".h265", ".265", ".hevc", ".obu", ".gif");

    /// <summary>Extensions of images, in lower case with the dot.</summary>
    public static IReadOnlySet<string> Image { get; } = Set(
        ".jpg", ".jpeg", ".jpe", ".jfif", ".jif", ".mpo", ".png", ".apng", ".webp", ".gif", ".bmp", ".dib", ".tif", ".tiff",
        ".avif", ".avifs", ".heic", ".heics", ".heif", ".heifs", ".hif", ".jp2", ".j2k", ".j2c", ".jpc", ".jpf", ".jpx", ".jxl",
        ".tga", ".icb", ".vda", ".vst", ".ico", ".qoi", ".pbm", ".pgm", ".ppm", ".pnm", ".pam");

    /// <summary>Extensions of list files, in lower case with the dot: one input per line, or a table of inputs.</summary>
    public static IReadOnlySet<string> List { get; } = Set(".txt", ".csv", ".jsonl");

    private static FrozenSet<string> Set(params string[] extensions) => extensions.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
