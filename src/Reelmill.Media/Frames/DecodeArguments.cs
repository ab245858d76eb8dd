using System.Globalization;
using Reelmill.Media.Probing;

namespace Reelmill.Media.Frames;

/// <summary>Writes ffmpeg's command line for one decode of one video.</summary>
internal static class DecodeArguments
{
    /// <summary>
    /// The frame's change against the one before it, relative to the recent average, as PySceneDetect's adaptive
    /// detector does it, but causal: a cut is where ffmpeg's scene score is over 0.08 and over 3.5 times the average
    /// of the last frames' (each capped, so that one cut does not hide the next), and a shot lasts at least 0.6 s.
    /// Register 0 holds the time of the last cut, register 1 the average.
    /// </summary>
    private const string Scenes =
        "select='if(eq(n,0),1+0*st(0,t)+0*st(1,0.02),"
        + "if(gte(t-ld(0),0.6)*gt(scene,max(0.08,3.5*ld(1))),1+0*st(0,t),0)+0*st(1,0.9*ld(1)+0.1*min(scene,0.1)))',";

    /// <summary>HDR to SDR: linear light, BT.709 primaries, Hable's curve; then BT.709 as every other video.</summary>
    private const string ToneMap =
        "zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=tv,";

    /// <summary>With several, ffmpeg decodes a damaged stream to other pictures, and to others again on each run.</summary>
    private const string OneThread = "1";

    /// <summary>The arguments of a decode.</summary>
    /// <param name="path">The file.</param>
    /// <param name="video">The stream.</param>
    /// <param name="sampling">Which frames are sampled.</param>
    /// <param name="limits">What a picture may not exceed.</param>
    /// <param name="span">What of the video is decoded.</param>
    public static List<string> For(string path, VideoStream video, SamplingOptions sampling, ProbeLimits limits, DecodeSpan span)
    {
        List<string> arguments =
        [
            "-nostdin", "-hide_banner", "-nostats", "-v", "level+info",
            "-threads", OneThread,
            "-max_pixels", limits.MaxPixels.ToString(CultureInfo.InvariantCulture),
            "-noautorotate",
        ];
        if (sampling.Mode == SamplingMode.KeyFrames)
        {
            arguments.AddRange(["-discard:v", "nokey", "-skip_frame", "nokey"]);
        }
        else if (sampling.Fast)
        {
            arguments.AddRange(["-skip_frame", "noref"]);
        }

        if (span.SeekMs is { } from)
        {
            // The times stay those of a decode from the start, so that the same rule finds the same sample.
            arguments.AddRange(["-copyts", "-start_at_zero", "-ss", string.Create(CultureInfo.InvariantCulture, $"{from / 1000.0:0.000}")]);
        }

        arguments.AddRange(InputGuard.Arguments(path));
        arguments.AddRange(
        [
            "-map", $"0:{video.Index.ToString(CultureInfo.InvariantCulture)}",
            "-filter:v", Filters(video, sampling, span),
            "-fps_mode", "passthrough", "-autoscale", "0", "-c:v", "rawvideo", "-f", "rawvideo", "pipe:1",
        ]);
        return arguments;
    }

    /// <summary>Selects first and works on the picture afterwards, so that only samples are turned, scaled or mapped.</summary>
    private static string Filters(VideoStream video, SamplingOptions sampling, DecodeSpan span) => string.Concat(
        Select(video, sampling, span),
        video.IsHdr ? ToneMap : string.Empty,
        Turn(video.Rotation),
        Square(video),
        "format=yuv420p|yuvj420p,showinfo=checksum=0");

    private static string Select(VideoStream video, SamplingOptions sampling, DecodeSpan span)
    {
        switch (sampling.Mode)
        {
            case SamplingMode.KeyFrames:
                return string.Empty;
            case SamplingMode.Scenes when span.OnlyMs is { } only:
                // A shot is found by all frames before it; a known time is enough to find its first frame again.
                return string.Create(CultureInfo.InvariantCulture, $"select='between(t,{(only - 1) / 1000.0:0.000},{(only + 1) / 1000.0:0.000})',");
            case SamplingMode.Scenes:
                return Scenes;
            default:
                break;
        }

        var (unit, step) = SampleTargets.Scale(sampling.Every, video.TimeBase);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"select='if(gte(pts*{unit},ld(0)),1+0*st(0,(floor(pts*{unit}/{step})+1)*{step}),0)',");
    }

    private static string Turn(int clockwise) => clockwise switch
    {
        90 => "transpose=clock,",
        180 => "hflip,vflip,",
        270 => "transpose=cclock,",
        _ => string.Empty,
    };

    private static string Square(VideoStream video) => video.SampleAspectRatio == new Rational(1, 1)
        ? string.Empty
        : string.Create(CultureInfo.InvariantCulture, $"scale={video.DisplayWidth}:{video.DisplayHeight}:flags=bicubic,setsar=1,");
}
