namespace Reelmill.Library.Publishing;

/// <summary>What a published file is to HTTP.</summary>
/// <param name="ContentType">The media type.</param>
/// <param name="CacheControl">How long caches may keep it.</param>
/// <param name="IsPlaylist">Whether it names other files, and so comes after them.</param>
internal sealed record FileKind(string ContentType, string CacheControl, bool IsPlaylist)
{
    /// <summary>The only extensions that are published, for messages.</summary>
    public const string Known = ".m3u8, .m4s, .mp4, .ts, .vtt and .jpg";

    // The bytes behind a name below a version's folder never change.
    private const string Forever = "public, max-age=31536000, immutable";

    /// <summary>Playlists are asked for again soon: a rebuild must not take long to be seen.</summary>
    public static readonly FileKind Playlist = new("application/vnd.apple.mpegurl", "public, max-age=10", IsPlaylist: true);

    /// <summary>What this program keeps at a target for itself.</summary>
    public static readonly FileKind Marker = new("application/json", "no-cache", IsPlaylist: false);

    private static readonly FileKind Video = new("video/mp4", Forever, IsPlaylist: false);
    private static readonly FileKind Transport = new("video/mp2t", Forever, IsPlaylist: false);
    private static readonly FileKind Text = new("text/vtt", Forever, IsPlaylist: false);
    private static readonly FileKind Picture = new("image/jpeg", Forever, IsPlaylist: false);

    /// <summary>The kind by a name's extension; null when such files are not published, keys among them.</summary>
    public static FileKind? Of(string name) => Path.GetExtension(name) switch
    {
        ".m3u8" => Playlist,
        ".m4s" or ".mp4" => Video,
        ".ts" => Transport,
        ".vtt" => Text,
        ".jpg" => Picture,
        _ => null,
    };
}
