using Reelmill.Pipelines.Items;

namespace Reelmill.Server.Library;

/// <summary>The media types (Content-Type) of the library's files. No file name leads to a type that a browser would execute.</summary>
internal static class MediaTypes
{
    public const string Jpeg = "image/jpeg";

    public const string OctetStream = "application/octet-stream";

    /// <summary>Gets the media type of a file of an HLS stream, by its extension.</summary>
    public static string GetForStreamFile(string name) => Path.GetExtension(name) switch
    {
        ".m3u8" => "application/vnd.apple.mpegurl",
        ".m4s" => "video/iso.segment",
        ".mp4" => "video/mp4",
        ".ts" => "video/mp2t",
        ".vtt" => "text/vtt",
        ".jpg" => Jpeg,
        _ => OctetStream,
    };

    /// <summary>Gets the media type of an original, by the probed container and codec.</summary>
    public static string GetForOriginal(MediaFacts? facts) => facts?.Container.Split(',')[0] switch
    {
        "mov" => "video/mp4",
        "matroska" => facts.Codec is "vp8" or "vp9" or "av1" ? "video/webm" : "video/x-matroska",
        "mpegts" => "video/mp2t",
        "mpeg" => "video/mpeg",
        "avi" => "video/x-msvideo",
        "ogg" => "video/ogg",
        _ => OctetStream,
    };
}
