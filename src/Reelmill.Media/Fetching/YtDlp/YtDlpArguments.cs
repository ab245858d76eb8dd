namespace Reelmill.Media.Fetching.YtDlp;

/// <summary>The command line of yt-dlp 2023.03 and newer.</summary>
internal static class YtDlpArguments
{
    public const string ProgressTag = "reelmill-progress ";
    public const string TitleTag = "reelmill-title ";
    public const string PathTag = "reelmill-path ";

    public static IReadOnlyList<string> Of(string folder, IReadOnlyList<string> guard) =>
    [
        "--ignore-config", "--no-exec", "--no-playlist", "--playlist-items", "1",
        "--no-cache-dir", "--no-mtime", "--restrict-filenames",
        "--abort-on-unavailable-fragments", "--socket-timeout", "10", "--retries", "2",
        "--quiet", "--no-simulate", "--newline", "--progress",
        "--progress-template", $"download:{ProgressTag}%(progress.downloaded_bytes)s %(progress.total_bytes)s",
        "--print", $"after_move:{TitleTag}%(title.:200)j",
        "--print", $"after_move:{PathTag}%(filepath)s",

        .. guard,

        // The name is ours: a title or an id of the page's never becomes a path.
        "--paths", folder, "--output", "media.%(ext)s",

        // The URL comes on stdin: arguments are shown to everybody on the machine, and its query may be secret.
        "--batch-file", "-",
    ];
}
