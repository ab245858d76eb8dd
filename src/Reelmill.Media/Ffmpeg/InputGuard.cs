using Reelmill.Core;
using Reelmill.Core.Files;
using Reelmill.Media.Fetching;

namespace Reelmill.Media.Ffmpeg;

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
    /// <exception cref="ItemException"><c>not_media</c>: it is a named pipe, a socket or a device, on which ffmpeg could wait for ever; <c>not_found</c>: it is a folder.</exception>
    public static IReadOnlyList<string> Arguments(string path)
    {
        RequireFile(path);
        return
        [
            "-protocol_whitelist", "file",
            "-format_whitelist", Formats,
            "-probesize", ProbeBytes,
            "-analyzeduration", ProbeMicroseconds,
            "-i", $"file:{path}",
        ];
    }

    /// <summary>Refuses what is there and is no file; what is missing, ffmpeg says itself.</summary>
    internal static void RequireFile(string path)
    {
        if (RegularFile.FindFault(path) is { Kind: FileFaultKind.NotAFile or FileFaultKind.Folder })
        {
            LocalFile.Require("Reading", path);
        }
    }
}
