using System.Globalization;

namespace Reelmill.Server.Library;

/// <summary>Where the API shows what a library holds.</summary>
internal static class LibraryUrls
{
    public const string Root = "/v1/library";

    /// <summary>The videos.</summary>
    public const string Videos = $"{Root}/videos";

    /// <summary>The frames of a video.</summary>
    public static string Frames(string video) => $"{Videos}/{video}/frames";

    /// <summary>The picture of a frame.</summary>
    public static string Picture(string video, long timeMs) =>
        string.Create(CultureInfo.InvariantCulture, $"{Root}/videos/{video}/frames/{timeMs}.jpg");

    /// <summary>The file that a video was made of.</summary>
    public static string Media(string video) => $"{Root}/videos/{video}/media";

    /// <summary>A file of a video's stream for players.</summary>
    public static string Stream(string video, string name) => $"{Root}/hls/{video}/{name}";
}
