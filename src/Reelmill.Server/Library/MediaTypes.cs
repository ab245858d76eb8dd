using Reelmill.Pipelines.Items;

namespace Reelmill.Server.Library;

/// <summary>What files of a library are to HTTP. Whatever a file is called, it is never anything that a browser would run.</summary>
internal static class MediaTypes
{
    public const string Picture = "image/jpeg";

    public const string Unknown = "application/octet-stream";

    /// <summary>A file of a stream for players, by its name.</summary>
    public static string OfStream(string name) => Path.GetExtension(name) switch
    {
        ".m3u8" => "application/vnd.apple.mpegurl",
        ".m4s" => "video/iso.segment",
        ".mp4" => "video/mp4",
        ".ts" => "video/mp2t",
        ".vtt" => "text/vtt",
        ".jpg" => Picture,
        _ => Unknown,
    };

    /// <summary>An original, by what probing found.</summary>
    public static string OfOriginal(MediaFacts? facts) => facts?.Container.Split(',')[0] switch
    {
        "mov" => "video/mp4",
        "matroska" => facts.Codec is "vp8" or "vp9" or "av1" ? "video/webm" : "video/x-matroska",
        "mpegts" => "video/mp2t",
        "mpeg" => "video/mpeg",
        "avi" => "video/x-msvideo",
        "ogg" => "video/ogg",
        _ => Unknown,
    };
}
