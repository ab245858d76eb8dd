using System.Globalization;
using Reelmill.Media.Ffmpeg;
using Reelmill.Media.Filters;
using Reelmill.Media.Hls.Ladders;
using Reelmill.Media.Probing;

namespace Reelmill.Media.Hls.Encoders;

/// <summary>ffmpeg's arguments: one input, one decode, an output file for each rendition.</summary>
internal sealed partial class EncodeArguments(EncodePlan plan, EncodePart part, EncodeOptions options)
{
    /// <summary>Ticks a second of every video rendition: frame rates up to 60, and 1001ths of them, come out whole or nearly so.</summary>
    private const string VideoTimescale = "90000";

    /// <summary>
    /// Fragments whose decode times are presentation times of the source: the muxer neither moves the first frame to 0
    /// nor writes an edit list for it.
    /// </summary>
    private const string FragmentFlags = "empty_moov+default_base_moof+frag_discont+negative_cts_offsets+skip_trailer";

    /// <summary>Far above the distance of key frames, so that only those that are asked for are made.</summary>
    private const string NoOtherKeyFrames = "100000";

    /// <summary>A picture that is this little before the time of a key frame is it: times are rounded on their way, by far less.</summary>
    private const double KeyTimeRounding = 0.001;

    /// <summary>Linux takes arguments of up to 128 KiB.</summary>
    private const int LongestArgument = 100_000;

    /// <summary>Sound whose times jump by more than that, in seconds, is filled up or cut there, so that it never leaves the picture by more.</summary>
    private const double SmallestGap = 0.02;

    /// <summary>Several threads decode a damaged stream to other pictures, and to others again on each run; and they cost a third more.</summary>
    private const string OneDecoder = "1";

    /// <summary>Nothing of the machine or the source's tags goes into the bytes.</summary>
    private static readonly string[] Reproducible = ["-fflags", "+bitexact", "-flags", "+bitexact", "-map_metadata", "-1", "-map_chapters", "-1"];

    private static readonly string[] Quiet = ["-nostdin", "-hide_banner", "-nostats", "-v", "level+warning", "-y"];

    public IReadOnlyList<string> Build(ProbeLimits limits) =>
    [
        .. Quiet,
        "-progress", "pipe:1", "-stats_period", "0.5",
        "-threads", OneDecoder,
        "-max_pixels", Text(limits.MaxPixels),
        .. OnlyKeyFrames ? ["-skip_frame", "nokey"] : Array.Empty<string>(),
        .. ResolutionChanges.KeepGraph(plan.Video),
        .. part.Range is { } range ? Seek(range) : [],
        .. InputGuard.Arguments(plan.Media.Path),
        .. VideoFilters.Graph(plan, part) is { Length: > 0 } graph ? ["-filter_complex", graph] : Array.Empty<string>(),
        .. part.HasVideo ? plan.Encoded.SelectMany(Encoded) : [],
        .. part.HasVideo ? plan.Renditions.Where(static r => r.IsCopy).SelectMany(Copied) : [],
        .. part.HasRest ? Rest() : [],
    ];

    /// <summary>
    /// Puts the single thumbnails on sheets. Not in the same graph: a sheet comes when its last picture does, and until every
    /// output has begun, ffmpeg tells no progress.
    /// </summary>
    public static IReadOnlyList<string> Sheets() =>
    [
        .. Quiet, "-threads", "1", "-f", "mjpeg", "-i", $"file:{ThumbnailPlan.Single}",
        "-vf", $"tile={ThumbnailPlan.Side}x{ThumbnailPlan.Side}", "-q:v", "5", "-fps_mode", "passthrough", .. Reproducible, "-f", "image2", ThumbnailPlan.Pattern,
    ];

    /// <summary>Thumbnails alone need no more: one of them is as good as the key frame next to it.</summary>
    private bool OnlyKeyFrames => !part.HasVideo || plan.Encoded.Count == 0;

    /// <summary>Times stay those of the source, in which the range is given; what is before it is left out by a filter that is exact.</summary>
    private static string[] Seek(PictureRange range) =>
        ["-copyts", .. range.SeekSeconds is { } seconds ? ["-noaccurate_seek", "-ss", Seconds(seconds + KeyTimeRounding)] : Array.Empty<string>()];

    private IEnumerable<string> Encoded(Rendition rendition, int index) =>
    [
        "-map", $"[v{index}]",
        "-c:v", "libx264", "-preset", options.Preset, "-profile:v", rendition.Profile, .. Threads(),
        "-b:v", Kilo(rendition.Bitrate), "-maxrate", Kilo(rendition.MaxBitrate), "-bufsize", Kilo(rendition.MaxBitrate),
        "-force_key_frames", KeyFrames(), "-forced-idr", "1", "-sc_threshold", "0", "-g", NoOtherKeyFrames,
        "-fps_mode", "passthrough", "-enc_time_base", $"1:{VideoTimescale}",
        .. VideoFile(rendition),
    ];

    /// <summary>
    /// Threads share a picture, never pictures: x264 holds a stream to its peak by what its other pictures in work have
    /// taken so far, so that with a thread for each the bytes differ from run to run.
    /// </summary>
    private string[] Threads() => options.Threads == 1 ? ["-threads", "1"] : ["-threads", Text(options.Threads), "-x264-params", "sliced-threads=1"];

    private IEnumerable<string> Copied(Rendition rendition) => ["-map", $"0:{Text(plan.Video.Index)}", "-c:v", "copy", .. VideoFile(rendition)];

    private static string[] VideoFile(Rendition rendition) =>
    [
        "-video_track_timescale", VideoTimescale, .. Reproducible,
        "-avoid_negative_ts", "disabled", "-use_editlist", "0", "-movflags", $"frag_keyframe+{FragmentFlags}", "-f", "mp4", EncodePlan.VideoFile(rendition),
    ];

    /// <summary>
    /// The first picture of each interval: one a long gap has skipped is not made up for. Times that are given are those of
    /// the part alone; only the key frames of a copied rendition can be more than an argument holds, and these are the source's own.
    /// </summary>
    private string KeyFrames()
    {
        if (plan.KeyTimes is not { } times)
        {
            return string.Create(CultureInfo.InvariantCulture, $"expr:if(isnan(prev_forced_t),1,gt(floor(t/{EncodePlan.KeyFrameInterval.TotalSeconds}),floor(prev_forced_t/{EncodePlan.KeyFrameInterval.TotalSeconds})))");
        }

        var (start, end) = part.Range is { } range ? (plan.SecondsOf(range.StartPts), plan.SecondsOf(range.EndPts)) : (double.MinValue, double.MaxValue);
        var text = string.Join(',', times.Where(t => t > start - KeyTimeRounding && t < end - KeyTimeRounding).Select(static t => Seconds(Math.Max(0, t - KeyTimeRounding))));
        return text.Length <= LongestArgument ? text : "source";
    }

    private IEnumerable<string> Rest() =>
    [
        .. plan.Audio.SelectMany(Audio),
        .. plan.Subtitles.SelectMany(Subtitles),
        "-map", "[thumbnails]", "-c:v", "mjpeg", "-q:v", "2", "-fps_mode", "passthrough", .. Reproducible, "-f", "mjpeg", ThumbnailPlan.Single,
    ];

    /// <summary>
    /// Silence fills what is missing at the start and in gaps, and goes on behind the sound, where the packager cuts or
    /// repeats it: how long the picture lasts is known only when it is encoded.
    /// </summary>
    private IEnumerable<string> Audio(AudioTrack track) =>
    [
        "-map", $"0:{Text(track.Stream.Index)}",
        "-c:a", "aac", "-b:a", Kilo(track.Channels == 1 ? options.AudioBitrate / 2 : options.AudioBitrate),
        "-ac", Text(track.Channels), "-ar", Text(track.SampleRate),
        "-af", $"aresample={Text(track.SampleRate)}:async=1:first_pts=0:min_hard_comp={Seconds(SmallestGap)},apad=pad_len={Text(AudioTrack.SilentSamples)}",
        .. Reproducible, "-avoid_negative_ts", "disabled", "-use_editlist", "0", "-movflags", $"frag_every_frame+{FragmentFlags}",
        "-f", "mp4", track.File,
    ];

    private static IEnumerable<string> Subtitles(SubtitleTrack track) =>
        ["-map", $"0:{Text(track.Stream.Index)}", "-c:s", "webvtt", .. Reproducible, "-f", "webvtt", track.File];

    private static string Kilo(int bitrate) => string.Create(CultureInfo.InvariantCulture, $"{bitrate}k");

    private static string Seconds(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
