using System.Globalization;
using Reelmill.Media.Hls.Ladders;
using Reelmill.Media.Probing;

namespace Reelmill.Media.Hls.Encoders;

/// <summary>ffmpeg's arguments: one input, one decode, an output file for each rendition.</summary>
internal static class EncodeArguments
{
    /// <summary>Ticks a second of every video rendition: frame rates up to 60, and 1001ths of them, come out whole or nearly so.</summary>
    public const int VideoTimescale = 90_000;

    /// <summary>
    /// Fragments whose decode times are presentation times of the source: the muxer neither moves the first frame to 0
    /// nor writes an edit list for it.
    /// </summary>
    private const string FragmentFlags = "empty_moov+default_base_moof+frag_discont+negative_cts_offsets+skip_trailer";

    /// <summary>Far above the distance of key frames, so that only those that are asked for are made.</summary>
    private const string NoOtherKeyFrames = "100000";

    public static IReadOnlyList<string> For(EncodePlan plan, EncodeOptions options, ProbeLimits limits, int decoderThreads) =>
    [
        "-nostdin", "-hide_banner", "-nostats", "-v", "level+warning", "-y",
        "-progress", "pipe:1", "-stats_period", "0.5",
        "-threads", Text(decoderThreads),
        "-max_pixels", Text(limits.MaxPixels),
        .. InputGuard.Arguments(plan.Media.Path),
        "-filter_complex", VideoFilters.Graph(plan),
        .. plan.Renditions.Where(static r => !r.IsCopy).SelectMany((r, i) => Video(r, i, options)),
        .. plan.Audio.SelectMany(a => Audio(a, plan, options)),
        .. plan.Subtitles.SelectMany(Subtitles),
        "-map", "[thumbnails]", "-c:v", "mjpeg", "-q:v", "2", "-fps_mode", "passthrough", .. Reproducible, "-f", "mjpeg", ThumbnailPlan.Single,
    ];

    /// <summary>
    /// Puts the single pictures on sheets. Not in the same graph: a sheet comes when its last picture does, and until every
    /// output has begun, ffmpeg tells no progress.
    /// </summary>
    public static IReadOnlyList<string> Sheets() =>
    [
        "-nostdin", "-hide_banner", "-nostats", "-v", "level+warning", "-y", "-threads", "1", "-f", "mjpeg", "-i", $"file:{ThumbnailPlan.Single}",
        "-vf", $"tile={ThumbnailPlan.Side}x{ThumbnailPlan.Side}", "-q:v", "5", "-fps_mode", "passthrough", .. Reproducible, "-f", "image2", ThumbnailPlan.Pattern,
    ];

    /// <summary>Nothing of the machine or the source's tags goes into the bytes.</summary>
    private static string[] Reproducible => ["-fflags", "+bitexact", "-flags", "+bitexact", "-map_metadata", "-1", "-map_chapters", "-1"];

    private static IEnumerable<string> Video(Rendition rendition, int index, EncodeOptions options) =>
    [
        "-map", $"[v{index}]",
        "-c:v", "libx264", "-preset", options.Preset, "-profile:v", rendition.Profile, "-threads", Text(options.Threads),
        "-b:v", Kilo(rendition.Bitrate), "-maxrate", Kilo(rendition.MaxBitrate), "-bufsize", Kilo(rendition.MaxBitrate),
        "-force_key_frames", string.Create(CultureInfo.InvariantCulture, $"expr:gte(t,n_forced*{EncodePlan.KeyFrameInterval.TotalSeconds})"),
        "-forced-idr", "1", "-sc_threshold", "0", "-g", NoOtherKeyFrames,
        "-fps_mode", "passthrough", "-enc_time_base", $"1:{VideoTimescale}", "-video_track_timescale", Text(VideoTimescale),
        .. Reproducible, "-avoid_negative_ts", "disabled", "-use_editlist", "0", "-movflags", $"frag_keyframe+{FragmentFlags}",
        "-f", "mp4", EncodePlan.VideoFile(rendition),
    ];

    /// <summary>Silence fills what is missing at the start, in gaps, and at the end, so that no player has to wait for sound.</summary>
    private static IEnumerable<string> Audio(AudioTrack track, EncodePlan plan, EncodeOptions options)
    {
        var length = (plan.Video.Duration ?? plan.Media.Duration)?.TotalSeconds;
        var pad = length is > 0 ? string.Create(CultureInfo.InvariantCulture, $",apad=whole_dur={length}") : string.Empty;
        return
        [
            "-map", $"0:{Text(track.Stream.Index)}",
            "-c:a", "aac", "-b:a", Kilo(track.Channels == 1 ? options.AudioBitrate / 2 : options.AudioBitrate),
            "-ac", Text(track.Channels), "-ar", Text(track.SampleRate), "-af", $"aresample=async=1:first_pts=0{pad}",
            .. Reproducible, "-avoid_negative_ts", "disabled", "-use_editlist", "0", "-movflags", $"frag_every_frame+{FragmentFlags}",
            "-f", "mp4", track.File,
        ];
    }

    private static IEnumerable<string> Subtitles(SubtitleTrack track) =>
        ["-map", $"0:{Text(track.Stream.Index)}", "-c:s", "webvtt", .. Reproducible, "-f", "webvtt", track.File];

    private static string Kilo(int bitrate) => string.Create(CultureInfo.InvariantCulture, $"{bitrate}k");

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
