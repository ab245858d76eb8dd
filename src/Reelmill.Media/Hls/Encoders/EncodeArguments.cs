using System.Globalization;
using Reelmill.Media.Ffmpeg;
using Reelmill.Media.Filters;
using Reelmill.Media.Hls.Ladders;
using Reelmill.Media.Probing;

namespace Reelmill.Media.Hls.Encoders;

/// <summary>Builds ffmpeg's arguments: one input, one decode, one output file for each rendition.</summary>
internal sealed partial class EncodeArguments(EncodePlan plan, EncodePart part, EncodeOptions options)
{
    /// <summary>
    /// The timescale of every video rendition, in which frame durations of rates up to 60, and of 1000/1001 of them,
    /// are whole or nearly whole.
    /// </summary>
    private const string VideoTimescale = "90000";

    /// <summary>
    /// Makes fragments keep the presentation times of the source: the muxer neither moves the first frame to 0 nor
    /// writes an edit list for it.
    /// </summary>
    private const string FragmentFlags = "empty_moov+default_base_moof+frag_discont+negative_cts_offsets+skip_trailer";

    /// <summary>A GOP size far above the keyframe interval, so that the encoder inserts only forced keyframes.</summary>
    private const string ForcedKeyframesOnly = "100000";

    /// <summary>
    /// The tolerance in seconds within which a frame counts as at the time of a keyframe; timestamps are rounded by far
    /// less.
    /// </summary>
    private const double KeyframeTolerance = 0.001;

    /// <summary>The maximum length of an argument; Linux accepts 128 KiB.</summary>
    private const int MaxArgumentLength = 100_000;

    /// <summary>
    /// The smallest gap or overlap in audio timestamps, in seconds, that is filled or cut at once; audio never drifts
    /// from video by more.
    /// </summary>
    private const double SmallestGap = 0.02;

    /// <summary>
    /// The number of decoder threads. Several decode a damaged stream to frames that differ from run to run, and take a
    /// third more processor time.
    /// </summary>
    private const string DecoderThreads = "1";

    /// <summary>Keeps the machine and the source's tags out of the output bytes.</summary>
    private static readonly string[] Reproducible = ["-fflags", "+bitexact", "-flags", "+bitexact", "-map_metadata", "-1", "-map_chapters", "-1"];

    private static readonly string[] Quiet = ["-nostdin", "-hide_banner", "-nostats", "-v", "level+warning", "-y"];

    public IReadOnlyList<string> Build(ProbeLimits limits) =>
    [
        .. Quiet,
        "-progress", "pipe:1", "-stats_period", "0.5",
        "-threads", DecoderThreads,
        "-max_pixels", Format(limits.MaxPixels),
        .. DecodesKeyframesOnly ? ["-skip_frame", "nokey"] : Array.Empty<string>(),
        .. SizeChanges.KeepGraph(plan.Video),
        .. part.Range is { } range ? Seek(range) : [],
        .. InputGuard.Arguments(plan.Media.Path),
        .. VideoFilters.BuildGraph(plan, part) is { Length: > 0 } graph ? ["-filter_complex", graph] : Array.Empty<string>(),
        .. part.HasVideo ? plan.Encoded.SelectMany(EncodeRendition) : [],
        .. part.HasVideo ? plan.Renditions.Where(static r => r.IsPassthrough).SelectMany(CopyRendition) : [],
        .. part.HasNonVideo ? NonVideo() : [],
    ];

    /// <summary>
    /// Builds the arguments that tile the single thumbnails into sheets. A graph of its own, since a sheet is complete
    /// only with its last thumbnail, and ffmpeg reports no progress until every output has begun.
    /// </summary>
    public static IReadOnlyList<string> BuildSheets() =>
    [
        .. Quiet, "-threads", "1", "-f", "mjpeg", "-i", $"file:{ThumbnailPlan.SingleFile}",
        "-vf", $"tile={ThumbnailPlan.Columns}x{ThumbnailPlan.Columns}", "-q:v", "5", "-fps_mode", "passthrough", .. Reproducible, "-f", "image2", ThumbnailPlan.SheetPattern,
    ];

    /// <summary>Whether the decoder skips all but keyframes; for thumbnails alone, the nearest keyframe is good enough.</summary>
    private bool DecodesKeyframesOnly => !part.HasVideo || plan.Encoded.Count == 0;

    /// <summary>
    /// Seeks before the range. Timestamps stay those of the source, and an exact filter drops the frames before the
    /// range.
    /// </summary>
    private static string[] Seek(FrameRange range) =>
        ["-copyts", .. range.SeekSeconds is { } seconds ? ["-noaccurate_seek", "-ss", FormatSeconds(seconds + KeyframeTolerance)] : Array.Empty<string>()];

    private IEnumerable<string> EncodeRendition(Rendition rendition, int index) =>
    [
        "-map", $"[v{index}]",
        "-c:v", "libx264", "-preset", options.Preset, "-profile:v", rendition.Profile, .. EncoderThreads(),
        "-b:v", FormatKilobits(rendition.Bitrate), "-maxrate", FormatKilobits(rendition.MaxBitrate), "-bufsize", FormatKilobits(rendition.MaxBitrate),
        "-force_key_frames", ForceKeyframes(), "-forced-idr", "1", "-sc_threshold", "0", "-g", ForcedKeyframesOnly,
        "-fps_mode", "passthrough", "-enc_time_base", $"1:{VideoTimescale}",
        .. WriteVideo(rendition),
    ];

    /// <summary>
    /// Selects slice threads: with frame threads, x264's rate control depends on how far other frames have got, so the
    /// bytes differ from run to run.
    /// </summary>
    private string[] EncoderThreads() => options.Threads == 1 ? ["-threads", "1"] : ["-threads", Format(options.Threads), "-x264-params", "sliced-threads=1"];

    private IEnumerable<string> CopyRendition(Rendition rendition) => ["-map", $"0:{Format(plan.Video.Index)}", "-c:v", "copy", .. WriteVideo(rendition)];

    private static string[] WriteVideo(Rendition rendition) =>
    [
        "-video_track_timescale", VideoTimescale, .. Reproducible,
        "-avoid_negative_ts", "disabled", "-use_editlist", "0", "-movflags", $"frag_keyframe+{FragmentFlags}", "-f", "mp4", EncodePlan.GetVideoFileName(rendition),
    ];

    /// <summary>
    /// Forces a keyframe at the first frame of each interval; an interval without frames gets none. Explicit times are
    /// limited to those of the part. Only a passthrough rendition can exceed the argument limit, and its keyframes are
    /// the source's own.
    /// </summary>
    private string ForceKeyframes()
    {
        if (plan.KeyframeTimes is not { } times)
        {
            return string.Create(CultureInfo.InvariantCulture, $"expr:if(isnan(prev_forced_t),1,gt(floor(t/{EncodePlan.KeyframeInterval.TotalSeconds}),floor(prev_forced_t/{EncodePlan.KeyframeInterval.TotalSeconds})))");
        }

        var (start, end) = part.Range is { } range ? (plan.ToSeconds(range.StartPts), plan.ToSeconds(range.EndPts)) : (double.MinValue, double.MaxValue);
        var text = string.Join(',', times.Where(t => t > start - KeyframeTolerance && t < end - KeyframeTolerance).Select(static t => FormatSeconds(Math.Max(0, t - KeyframeTolerance))));
        return text.Length <= MaxArgumentLength ? text : "source";
    }

    private IEnumerable<string> NonVideo() =>
    [
        .. plan.Audio.SelectMany(EncodeAudio),
        .. plan.Subtitles.SelectMany(ConvertSubtitles),
        "-map", "[thumbnails]", "-c:v", "mjpeg", "-q:v", "2", "-fps_mode", "passthrough", .. Reproducible, "-f", "mjpeg", ThumbnailPlan.SingleFile,
    ];

    /// <summary>
    /// Fills gaps and a late start with silence, and appends silence, which the packager cuts or repeats: the video
    /// duration is known only after the encode.
    /// </summary>
    private IEnumerable<string> EncodeAudio(AudioTrack track) =>
    [
        "-map", $"0:{Format(track.Stream.Index)}",
        "-c:a", "aac", "-b:a", FormatKilobits(track.Channels == 1 ? options.AudioBitrate / 2 : options.AudioBitrate),
        "-ac", Format(track.Channels), "-ar", Format(track.SampleRate),
        "-af", $"aresample={Format(track.SampleRate)}:async=1:first_pts=0:min_hard_comp={FormatSeconds(SmallestGap)},apad=pad_len={Format(AudioTrack.SilencePaddingSamples)}",
        .. Reproducible, "-avoid_negative_ts", "disabled", "-use_editlist", "0", "-movflags", $"frag_every_frame+{FragmentFlags}",
        "-f", "mp4", track.File,
    ];

    private static IEnumerable<string> ConvertSubtitles(SubtitleTrack track) =>
        ["-map", $"0:{Format(track.Stream.Index)}", "-c:s", "webvtt", .. Reproducible, "-f", "webvtt", track.File];

    private static string FormatKilobits(int bitrate) => string.Create(CultureInfo.InvariantCulture, $"{bitrate}k");

    private static string FormatSeconds(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    private static string Format(long number) => number.ToString(CultureInfo.InvariantCulture);
}
