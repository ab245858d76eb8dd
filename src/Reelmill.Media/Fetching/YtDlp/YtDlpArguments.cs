namespace Reelmill.Media.Fetching.YtDlp;

/// <summary>Builds the command line of yt-dlp 2023.03 and newer.</summary>
internal static class YtDlpArguments
{
    public const string ProgressTag = "reelmill-progress ";
    public const string TitleTag = "reelmill-title ";
    public const string PathTag = "reelmill-path ";

    public static IReadOnlyList<string> Build(string folder, IReadOnlyList<string> guard) =>
    [
        "--ignore-config", "--no-exec", "--no-playlist", "--playlist-items", "1",
        "--no-cache-dir", "--no-mtime", "--restrict-filenames",
        "--abort-on-unavailable-fragments", "--socket-timeout", "10", "--retries", "2",
        "--quiet", "--no-simulate", "--newline", "--progress",
        "--progress-template", $"download:{ProgressTag}%(progress.downloaded_bytes)s %(progress.total_bytes)s",
        "--print", $"after_move:{TitleTag}%(title.:200)j",
        "--print", $"after_move:{PathTag}%(filepath)s",

        .. guard,

        // The file name is fixed: a title or id from the page never becomes a path.
        "--paths", folder, "--output", "media.%(ext)s",

        // The URL is passed on stdin: all users of the machine can read arguments, and the query may be secret.
        "--batch-file", "-",
    ];
}
