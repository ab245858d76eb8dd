using System.Globalization;
using Reelmill.Media.Ffmpeg;
using Reelmill.Media.Filters;
using Reelmill.Media.Formats;
using Reelmill.Media.Formats.Packets;
using Reelmill.Media.Interlacing;
using Reelmill.Media.Probing;

namespace Reelmill.Media.Chunking;

/// <summary>Builds the command lines of ffmpeg for one chunk.</summary>
internal static class ChunkArguments
{
    /// <summary>Output options that leave dates, versions and names out of a file, so that equal input gives equal bytes.</summary>
    public static readonly string[] Reproducible = ["-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact"];

    /// <summary>The longest distance in the file between the end of a chunk and its last packets, in seconds.</summary>
    private const double InterleavingSeconds = 10;

    /// <summary>
    /// Decodes the chunk's frames as stored. The output is the SHA-256 of the frames, or nothing; the log on stderr lists
    /// the frames.
    /// </summary>
    public static IEnumerable<string> DecodeFrames(ChunkSource source, ChunkRange range, bool hashed, int threads) =>
    [
        "-v", "level+info", "-threads", Text(threads), "-noautorotate",
        .. Input(source, range),
        "-map", $"0:{Text(source.Video.Index)}",
        "-filter:v", TrimFilter(range) + "showinfo=checksum=0",
        "-fps_mode", "passthrough", "-autoscale", "0", "-c:v", "rawvideo",
        .. hashed ? new[] { "-f", "hash", "-hash", "sha256" } : ["-f", "null"],
        "pipe:1",
    ];

    /// <summary>Encodes exactly the chunk's frames: deinterlaced, upright, with even dimensions, and with their times counted from 0.</summary>
    public static IEnumerable<string> Encode(ChunkSource source, ChunkRange range, ChunkEncoding encoding, string target)
    {
        return
        [
            "-v", "level+info", "-y", "-threads", "1",
            .. ResolutionChanges.KeepGraph(source.Video),
            .. Input(source, range),
            "-map", $"0:{Text(source.Video.Index)}",
            "-filter:v", string.Concat(
                TrimFilter(range),
                "showinfo=checksum=0,",
                source.Scan == ScanType.Progressive ? string.Empty : ResolutionChanges.ScaleToFirst(source.Video) + DeinterlaceFilters.Spatial(source.Scan),
                FitFilter(source.Video),
                $",setpts=PTS-({Text(range.StartPts)})"),
            "-fps_mode", "passthrough", "-enc_time_base", "-1",
            "-c:v", "libx264", "-preset", encoding.Preset, "-crf", Text(encoding.Crf), "-threads:v", Text(encoding.Threads),
            .. Reproducible,
            "-video_track_timescale", Text(source.TimeBase.Denominator),
            "-f", "mp4", $"file:{target}",
        ];
    }

    /// <summary>
    /// Copies the chunk's packets from one Matroska file into another. Both count in milliseconds, so the timestamps in the
    /// filters are whole. The filters decide which packets belong to the chunk, not the seek.
    /// </summary>
    public static IEnumerable<string> Copy(ChunkSource source, ChunkRange range, string target)
    {
        var arguments = new List<string> { "-v", "level+error", "-y" };
        arguments.AddRange(Input(source, range, range.IsFileEnd ? null : Length(source, range)));
        arguments.AddRange(["-map", $"0:{Text(source.Video.Index)}", "-bsf:v", Drop(range) + Shift(range)]);
        for (var i = 0; i < source.Audio.Count; i++)
        {
            arguments.AddRange(
            [
                "-map", $"0:{Text(source.Audio[i].Stream.Index)}",
                $"-bsf:a:{Text(i)}", Drop(range) + Shift(range),
            ]);
        }

        arguments.AddRange(["-c", "copy", "-copyinkf", "-max_interleave_delta", "0", .. Reproducible, "-f", "matroska", $"file:{target}"]);
        return arguments;
    }

    /// <summary>Hashes the bytes of the chunk's packets.</summary>
    public static IEnumerable<string> HashPackets(ChunkSource source, ChunkRange range) =>
    [
        "-v", "level+error",
        .. Input(source, range, range.IsFileEnd ? null : Length(source, range)),
        "-map", $"0:{Text(source.Video.Index)}", "-c", "copy", "-copyinkf",
        .. Drop(range) is { Length: > 0 } drop ? new[] { "-bsf:v", drop.TrimEnd(',') } : [],
        "-f", "hash", "-hash", "sha256", "pipe:1",
    ];

    /// <summary>
    /// Builds the input options. Timestamps stay those of the file. Reading starts at a keyframe before the chunk, so a
    /// seek cannot make a cut inexact.
    /// </summary>
    public static IEnumerable<string> Input(ChunkSource source, ChunkRange range, double? seconds = null) =>
    [
        .. range.SeekPts is { } key
            ? new[] { "-seek_timestamp", "1", "-noaccurate_seek", "-ss", Ticks.ToFfmpegTime(key, source.TimeBase) }
            : [],
        .. seconds is { } length ? new[] { "-t", length.ToString("0.###", CultureInfo.InvariantCulture) } : [],
        "-copyts",
        .. InputGuard.Arguments(source.Path),
    ];

    /// <summary>The value of -t for the input. With <c>-copyts</c>, ffmpeg counts it from time 0, so the start of the file is added.</summary>
    private static double Length(ChunkSource source, ChunkRange range) =>
        Math.Abs(Ticks.ToSeconds(range.EndPts, source.TimeBase)) + Math.Abs(source.Media.StartTime?.TotalSeconds ?? 0) + InterleavingSeconds;

    /// <summary>Builds the filter that fits frames of another shape or size into the first frame's, so that chunks can be joined.</summary>
    public static string FitFilter(VideoStream video)
    {
        var (width, height, sample) = video.Orientation.SwapsSides
            ? (video.Height, video.Width, new Rational(video.SampleAspectRatio.Denominator, video.SampleAspectRatio.Numerator))
            : (video.Width, video.Height, video.SampleAspectRatio);
        return ScaleFilters.Letterbox(
                width * sample.ToDouble() / height, Even(width), Even(height), sample, "bicubic+accurate_rnd+bitexact" + (video.IsRgb ? ColorFilters.LimitRange(video) : string.Empty))
            + (video.IsRgb ? ColorFilters.TagMatrix(video) : string.Empty);
    }

    /// <summary>Builds the filter that keeps the chunk's frames, with a comma at its end; empty for the whole file.</summary>
    public static string TrimFilter(ChunkRange range)
    {
        var start = range.IsFileStart ? null : $"start_pts={Text(range.StartPts)}";
        var end = range.IsFileEnd ? null : $"end_pts={Text(range.EndPts)}";
        return start is null && end is null ? string.Empty : $"trim={string.Join(':', new[] { start, end }.Where(static p => p is not null))},";
    }

    private static string Drop(ChunkRange range)
    {
        var before = range.IsFileStart ? null : $"lt(pts,{Text(range.StartPts)})";
        var after = range.IsFileEnd ? null : $"gte(pts,{Text(range.EndPts)})";
        return before is null && after is null
            ? string.Empty
            : $"noise=drop='{string.Join('+', new[] { before, after }.Where(static p => p is not null))}',";
    }

    private static string Shift(ChunkRange range) => $"setts=pts=PTS-({Text(range.StartPts)}):dts=DTS-({Text(range.StartPts)})";

    private static int Even(int pixels) => Math.Max(2, pixels / 2 * 2);

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
