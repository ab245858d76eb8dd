using System.Globalization;
using Reelmill.Media.Ffmpeg;
using Reelmill.Media.Filters;
using Reelmill.Media.Formats.Packets;
using Reelmill.Media.Probing;

namespace Reelmill.Media.Frames;

/// <summary>Builds the ffmpeg arguments for one decode of one video.</summary>
internal static class DecodeArguments
{
    /// <summary>
    /// Selects the first frame of each shot by a causal form of the adaptive detector of PySceneDetect. A cut is a frame whose
    /// scene score exceeds 0.08 and 3.5 times the recent average; scores in the average are capped, so that one cut does not
    /// hide the next. A shot lasts at least 0.6 s. Register 0 holds the time of the last cut, register 1 the average.
    /// </summary>
    private const string SceneFilter =
        "select='if(eq(n,0),1+0*st(0,t)+0*st(1,0.02),"
        + "if(gte(t-ld(0),0.6)*gt(scene,max(0.08,3.5*ld(1))),1+0*st(0,t),0)+0*st(1,0.9*ld(1)+0.1*min(scene,0.1)))',";

    /// <summary>One decoder thread: with several threads, the frames of a damaged stream differ from run to run.</summary>
    private const string OneThread = "1";

    /// <summary>Builds the arguments of a decode.</summary>
    /// <param name="path">The file.</param>
    /// <param name="media">The probed properties of the file.</param>
    /// <param name="sampling">The sampling rule.</param>
    /// <param name="limits">The limits of a frame.</param>
    /// <param name="span">The part of the video to decode.</param>
    public static List<string> Build(string path, MediaInfo media, SamplingOptions sampling, ProbeLimits limits, DecodeSpan span)
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
            // ffmpeg would rotate every frame; our filter rotates sampled frames only. Without an orientation in the
            // container, autorotation stays on for frames that carry their own orientation (SEI, Exif).
            arguments.Add("-noautorotate");
        }

        if (sampling.Mode == SamplingMode.Keyframes && video.MarksKeyframes)
        {
            arguments.AddRange(["-discard:v", "nokey", "-skip_frame", "nokey"]);
        }
        else if (sampling.Fast && sampling.Mode != SamplingMode.Keyframes)
        {
            arguments.AddRange(["-skip_frame", "noref"]);
        }

        if (span.SeekMs is { } from)
        {
            // Times stay relative to the start of the file, so that the sampling rule selects the same frames.
            arguments.AddRange(["-copyts", "-start_at_zero", "-ss", string.Create(CultureInfo.InvariantCulture, $"{from / 1000.0:0.000}")]);
        }

        arguments.AddRange(InputGuard.Arguments(path));
        arguments.AddRange(
        [
            "-map", $"0:{video.Index.ToString(CultureInfo.InvariantCulture)}",
            "-filter:v", BuildFilters(media, video, sampling, limits, span),
            "-fps_mode", "passthrough", "-autoscale", "0", "-c:v", "rawvideo", "-f", "rawvideo", "pipe:1",
        ]);
        return arguments;
    }

    /// <summary>Selects frames first and converts them afterwards, so that only sampled frames are rotated, scaled or tone mapped.</summary>
    private static string BuildFilters(MediaInfo media, VideoStream video, SamplingOptions sampling, ProbeLimits limits, DecodeSpan span) => string.Concat(
        BuildSelect(media, video, sampling, span),
        ColorFilters.ToneMap(video),
        video.Orientation.Filters,
        ScaleFilters.ToSquarePixels(video, limits, ColorFilters.KeepRange(video)),
        ",format=yuv420p|yuvj420p,showinfo=checksum=0");

    private static string BuildSelect(MediaInfo media, VideoStream video, SamplingOptions sampling, DecodeSpan span)
    {
        var shift = media.VideoShift;
        switch (sampling.Mode)
        {
            case SamplingMode.Keyframes:
                // Without reliable flags, only the first frame is certainly a keyframe. Some decoders, such as GIF, ignore -skip_frame.
                return !video.MarksKeyframes ? "select='eq(n,0)'," : KeyframeFlags.AreReliable(video.Codec) ? string.Empty : "select='gt(key,0)',";
            case SamplingMode.Scenes when span.OnlySampleMs is { } only:
                // Scene detection depends on all earlier frames, but the time of a known sample is enough to select its frame.
                var at = only - shift.TotalMilliseconds;
                return string.Create(CultureInfo.InvariantCulture, $"select='between(t,{(at - 1) / 1000.0:0.000},{(at + 1) / 1000.0:0.000})',");
            case SamplingMode.Scenes:
                return SceneFilter;
            default:
                break;
        }

        var (unit, step) = SampleTargets.GetScale(sampling.Every, video.TimeBase);
        var time = string.Create(CultureInfo.InvariantCulture, $"(pts+{SampleTargets.ToTicks(shift, video.TimeBase)})*{unit}");
        return string.Create(CultureInfo.InvariantCulture, $"select='if(gte({time},ld(0)),1+0*st(0,(floor({time}/{step})+1)*{step}),0)',");
    }
}
