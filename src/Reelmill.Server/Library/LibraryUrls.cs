using System.Globalization;

namespace Reelmill.Server.Library;

/// <summary>The URL paths of the library's resources in the API.</summary>
internal static class LibraryUrls
{
    public const string Root = "/v1/library";

    /// <summary>The list of videos.</summary>
    public const string Videos = $"{Root}/videos";

    /// <summary>Gets the path of a video's frames.</summary>
    public static string Frames(string video) => $"{Videos}/{video}/frames";

    /// <summary>Gets the path of a frame's image.</summary>
    public static string FrameImage(string video, long timeMs) =>
        string.Create(CultureInfo.InvariantCulture, $"{Root}/videos/{video}/frames/{timeMs}.jpg");

    /// <summary>Gets the path of a video's original file.</summary>
    public static string Media(string video) => $"{Root}/videos/{video}/media";

    /// <summary>Gets the path of a file of a video's HLS stream.</summary>
    public static string Stream(string video, string name) => $"{Root}/hls/{video}/{name}";
}
