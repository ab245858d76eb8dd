namespace Reelmill.Media.Probing;

/// <summary>
/// What stands between a hostile file and ffmpeg: only local files may be opened, and only by readers of real media.
/// Playlists, scripts, subtitles and image sequences, which can name other files, are refused whatever they are called.
/// </summary>
public static class InputGuard
{
    /// <summary>The readers that are allowed, by ffmpeg's names.</summary>
    public const string Formats =
        "mov,matroska,avi,mpegts,mpeg,flv,asf,ogg,mxf,gxf,nut,wtv,ivf,rm,dv,gif," +
        "h264,hevc,m4v,mpegvideo,obu,av1,vc1,mjpeg,yuv4mpegpipe," +
        "mp3,aac,flac,wav,w64,aiff,caf,ac3,eac3,dts,amr,au,wv,tta,ape";

    /// <summary>How much of a file is read at most to find out what it is, in bytes.</summary>
    public const string ProbeBytes = "5000000";

    /// <summary>How much of its time is looked at at most, in microseconds.</summary>
    public const string ProbeMicroseconds = "5000000";

    /// <summary>The arguments that name an input, the same for ffprobe and ffmpeg, options before <c>-i</c>.</summary>
    /// <param name="path">A path; never a URL, which the <c>file:</c> in front makes sure of.</param>
    public static IReadOnlyList<string> Arguments(string path) =>
    [
        "-protocol_whitelist", "file",
        "-format_whitelist", Formats,
        "-probesize", ProbeBytes,
        "-analyzeduration", ProbeMicroseconds,
        "-i", $"file:{path}",
    ];
}
