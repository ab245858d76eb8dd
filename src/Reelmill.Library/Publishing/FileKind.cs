namespace Reelmill.Library.Publishing;

/// <summary>The HTTP properties of a kind of published file.</summary>
/// <param name="ContentType">The media type.</param>
/// <param name="CacheControl">The value of the <c>Cache-Control</c> header.</param>
/// <param name="IsPlaylist">Whether the file refers to other files and must be uploaded after them.</param>
internal sealed record FileKind(string ContentType, string CacheControl, bool IsPlaylist)
{
    /// <summary>The extensions of files that can be published, for messages.</summary>
    public const string KnownExtensions = ".m3u8, .m4s, .mp4, .ts, .vtt and .jpg";

    // The bytes of a file in a version's folder never change.
    private const string Immutable = "public, max-age=31536000, immutable";

    /// <summary>A playlist, which caches keep only briefly so that a rebuild becomes visible soon.</summary>
    public static readonly FileKind Playlist = new("application/vnd.apple.mpegurl", "public, max-age=10", IsPlaylist: true);

    /// <summary>A bookkeeping file of this program, such as <c>reelmill.json</c>.</summary>
    public static readonly FileKind Marker = new("application/json", "no-cache", IsPlaylist: false);

    private static readonly FileKind Video = new("video/mp4", Immutable, IsPlaylist: false);
    private static readonly FileKind TransportStream = new("video/mp2t", Immutable, IsPlaylist: false);
    private static readonly FileKind WebVtt = new("text/vtt", Immutable, IsPlaylist: false);
    private static readonly FileKind Image = new("image/jpeg", Immutable, IsPlaylist: false);

    /// <summary>Finds the kind of a file by its extension; null for files that are not published, such as keys.</summary>
    public static FileKind? FromName(string name) => Path.GetExtension(name) switch
    {
        ".m3u8" => Playlist,
        ".m4s" or ".mp4" => Video,
        ".ts" => TransportStream,
        ".vtt" => WebVtt,
        ".jpg" => Image,
        _ => null,
    };
}
