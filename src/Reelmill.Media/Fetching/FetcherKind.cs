namespace Reelmill.Media.Fetching;

/// <summary>What downloads a URL (<c>--fetcher</c>).</summary>
public enum FetcherKind
{
    /// <summary>HTTP; where a page or a playlist answers, yt-dlp if it is installed.</summary>
    Auto,

    /// <summary>HTTP only: a page is an error.</summary>
    Http,

    /// <summary>yt-dlp for every URL.</summary>
    YtDlp,
}
