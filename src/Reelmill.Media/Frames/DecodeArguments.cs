using System.Globalization;
using Reelmill.Media.Ffmpeg;
using Reelmill.Media.Filters;
using Reelmill.Media.Formats.Packets;
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

    /// <summary>With several, ffmpeg decodes a damaged stream to other pictures, and to others again on each run.</summary>
    private const string OneThread = "1";

    /// <summary>The arguments of a decode.</summary>
    /// <param name="path">The file.</param>
    /// <param name="media">What probing found.</param>
    /// <param name="sampling">Which frames are sampled.</param>
    /// <param name="limits">What a picture may not exceed.</param>
    /// <param name="span">What of the video is decoded.</param>
    public static List<string> For(string path, MediaInfo media, SamplingOptions sampling, ProbeLimits limits, DecodeSpan span)
    {
        var video = media.RequireVideo();
        List<string> arguments =
        [
            "-nostdin", "-hide_banner", "-nostats", "-v", "level+info",
            "-threads", OneThread,
            "-max_pixels", limits.MaxPixels.ToString(CultureInfo.InvariantCulture),
        ];
        if (!video.Orientation.IsUpright)
        {
            // ffmpeg would turn every frame; turned here, it is samples only. Where the container says nothing, frames
            // may carry an orientation of their own (SEI, Exif), and ffmpeg turns those.
            arguments.Add("-noautorotate");
        }

        if (sampling.Mode == SamplingMode.KeyFrames && video.MarksKeyframes)
        {
            arguments.AddRange(["-discard:v", "nokey", "-skip_frame", "nokey"]);
        }
        else if (sampling.Fast && sampling.Mode != SamplingMode.KeyFrames)
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
            "-filter:v", Filters(media, video, sampling, limits, span),
            "-fps_mode", "passthrough", "-autoscale", "0", "-c:v", "rawvideo", "-f", "rawvideo", "pipe:1",
        ]);
        return arguments;
    }

    /// <summary>Selects first and works on the picture afterwards, so that only samples are turned, scaled or mapped.</summary>
    private static string Filters(MediaInfo media, VideoStream video, SamplingOptions sampling, ProbeLimits limits, DecodeSpan span) => string.Concat(
        Select(media, video, sampling, span),
        FrameColor.ToneMap(video),
        video.Orientation.Filters,
        FrameShape.Square(video, limits, FrameColor.KeepRange(video)),
        ",format=yuv420p|yuvj420p,showinfo=checksum=0");

    private static string Select(MediaInfo media, VideoStream video, SamplingOptions sampling, DecodeSpan span)
    {
        var shift = media.VideoShift;
        switch (sampling.Mode)
        {
            case SamplingMode.KeyFrames:
                // Where the marks tell nothing, only the first frame is known to be one. Some decoders, as of GIF, do not skip.
                return !video.MarksKeyframes ? "select='eq(n,0)'," : KeyFrames.StandAlone(video.Codec) ? string.Empty : "select='gt(key,0)',";
            case SamplingMode.Scenes when span.OnlyMs is { } only:
                // A shot is found by all frames before it; a known time is enough to find its first frame again.
                var at = only - shift.TotalMilliseconds;
                return string.Create(CultureInfo.InvariantCulture, $"select='between(t,{(at - 1) / 1000.0:0.000},{(at + 1) / 1000.0:0.000})',");
            case SamplingMode.Scenes:
                return Scenes;
            default:
                break;
        }

        var (unit, step) = SampleTargets.Scale(sampling.Every, video.TimeBase);
        var time = string.Create(CultureInfo.InvariantCulture, $"(pts+{SampleTargets.Ticks(shift, video.TimeBase)})*{unit}");
        return string.Create(CultureInfo.InvariantCulture, $"select='if(gte({time},ld(0)),1+0*st(0,(floor({time}/{step})+1)*{step}),0)',");
    }
}
