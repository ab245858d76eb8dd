namespace Reelmill.Media.Fetching;

/// <summary>The downloader of URLs (<c>--fetcher</c>).</summary>
public enum FetcherKind
{
    /// <summary>HTTP; for a page or a playlist, yt-dlp if it is installed.</summary>
    Auto,

    /// <summary>HTTP only; a page is an error.</summary>
    Http,

    /// <summary>yt-dlp for every URL.</summary>
    YtDlp,
}
