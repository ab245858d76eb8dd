using Reelmill.Core;
using Reelmill.Core.Files;
using Reelmill.Media.Fetching;

namespace Reelmill.Media.Ffmpeg;

/// <summary>
/// Restricts what ffmpeg opens for an untrusted file: local files only, and demuxers of media containers only. Playlists,
/// scripts, subtitles and image sequences, which can refer to other files, are refused whatever their extension.
/// </summary>
public static class InputGuard
{
    /// <summary>The allowed demuxers, by their ffmpeg names, separated by commas.</summary>
    public const string Formats =
        "mov,matroska,avi,mpegts,mpeg,flv,asf,ogg,mxf,gxf,nut,wtv,ivf,rm,dv,gif," +
        "h264,hevc,m4v,mpegvideo,obu,av1,vc1,mjpeg,yuv4mpegpipe," +
        "mp3,aac,flac,wav,w64,aiff,caf,ac3,eac3,dts,amr,au,wv,tta,ape";

    /// <summary>The maximum number of bytes that ffmpeg probes (<c>-probesize</c>).</summary>
    public const string ProbeBytes = "5000000";

    /// <summary>The maximum duration that ffmpeg analyzes, in microseconds (<c>-analyzeduration</c>).</summary>
    public const string ProbeMicroseconds = "5000000";

    /// <summary>Builds the input arguments for ffprobe and ffmpeg, with the options before <c>-i</c>.</summary>
    /// <param name="path">The path. The <c>file:</c> prefix prevents ffmpeg from reading the path as a URL.</param>
    /// <exception cref="ItemException"><c>not_media</c>: the path is a named pipe, a socket or a device, on which ffmpeg can wait forever; <c>not_found</c>: the path is a folder.</exception>
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

    /// <summary>Refuses a path that exists and is not a regular file. ffmpeg itself reports a missing file.</summary>
    internal static void RequireFile(string path)
    {
        if (RegularFile.FindFault(path) is { Kind: FileFaultKind.NotAFile or FileFaultKind.Folder })
        {
            LocalFile.Require("Reading", path);
        }
    }
}
