using Reelmill.Core.Pipelines;
using Reelmill.Core.Running;
using Reelmill.Media.Fetching;
using Reelmill.Media.Frames;
using Reelmill.Pipelines.Mine;
using Reelmill.Vision.Quality;
using static Reelmill.Cli.Settings.SettingValue;

namespace Reelmill.Cli.Settings;

/// <summary>Every key that <c>mine</c> understands, in the order in which the sample configuration shows them.</summary>
internal static class MineSettings
{
    private static readonly string[] StageNames = ["fetch", "probe", "frames", "score", "decide", "save", "commit"];

    /// <summary>The keys that are command line options too.</summary>
    public static readonly IReadOnlyList<Setting> Options =
    [
        new("every", "DURATION", "1s", "Sample the first frame at or after each multiple of this.",
            (o, v) => o with { Sampling = o.Sampling with { Every = Duration("every", v) } }),
        new("keyframes", "true|false", "false", "Sample every key frame instead, and decode nothing else.",
            (o, v) => Sampled(o, "keyframes", v, SamplingMode.KeyFrames)),
        new("scenes", "true|false", "false", "Sample the first frame of each shot instead.",
            (o, v) => Sampled(o, "scenes", v, SamplingMode.Scenes)),
        new("fast", "true|false", "false", "Do not decode frames that no other frame refers to: quicker, samples may be some frames late.",
            (o, v) => o with { Sampling = o.Sampling with { Fast = Switch("fast", v) } }),
        new("jpeg-quality", "1-100", "90", "The quality of the saved frames.",
            (o, v) => o with { JpegQuality = Whole("jpeg-quality", v, 1, 100) }),
        new("keep-videos", "true|false", "false", "Keep downloads in the library's videos folder.",
            (o, v) => o with { KeepVideos = Switch("keep-videos", v) }),
        new("fetcher", "auto|http|yt-dlp", "auto", "What downloads URLs; auto asks yt-dlp for pages that are no media files.",
            (o, v) => Fetched(o, f => f with
            {
                Kind = Choice("fetcher", v, ("auto", FetcherKind.Auto), ("http", FetcherKind.Http), ("yt-dlp", FetcherKind.YtDlp)),
            })),
        new("sequential", "true|false", "false", "Run the same stages one item after the other; for comparison.",
            (o, v) => o with { Mode = Switch("sequential", v) ? RunMode.Sequential : RunMode.Concurrent }),
    ];

    /// <summary>All keys.</summary>
    public static readonly IReadOnlyList<Setting> All =
    [
        .. Options,
        new("quality.min-sharpness", "NUMBER", "15", "Blurred below this variance of the Laplacian, on the frame at 320 pixels.",
            (o, v) => Judged(o, q => q with { MinSharpness = Number("quality.min-sharpness", v, 0, 1_000_000) })),
        new("quality.dark-below", "0-1", "0.32", "Too dark when the 99th percentile of brightness is below this.",
            (o, v) => Judged(o, q => q with { DarkBelow = Number("quality.dark-below", v, 0, 1) })),
        new("quality.bright-above", "0-1", "0.95", "Too bright when the 5th percentile of brightness is above this.",
            (o, v) => Judged(o, q => q with { BrightAbove = Number("quality.bright-above", v, 0, 1) })),
        new("quality.min-contrast", "0-0.5", "0.03", "Flat below this standard deviation of brightness.",
            (o, v) => Judged(o, q => q with { MinContrast = Number("quality.min-contrast", v, 0, 0.5) })),
        new("quality.min-information", "0-8", "1.5", "Flat below this entropy of brightness, in bits.",
            (o, v) => Judged(o, q => q with { MinInformation = Number("quality.min-information", v, 0, 8) })),
        new("quality.max-distance", "0-16", "5", "Two frames are duplicates when at most this many of 64 hash bits differ.",
            (o, v) => Judged(o, q => q with { MaxDistance = Whole("quality.max-distance", v, 0, 16) })),
        new("fetch.max-size", "SIZE", "2GiB", "Give a download up when it is larger.",
            (o, v) => Fetched(o, f => f with { MaxBytes = Size("fetch.max-size", v) })),
        new("fetch.connect-timeout", "DURATION", "10s", "How long finding and connecting to a host may take.",
            (o, v) => Fetched(o, f => f with { ConnectTimeout = Duration("fetch.connect-timeout", v) })),
        new("fetch.stall-timeout", "DURATION", "30s", "How long a server may send nothing.",
            (o, v) => Fetched(o, f => f with { StallTimeout = Duration("fetch.stall-timeout", v) })),
        new("fetch.deadline", "DURATION", "1h", "How long one download may take in all.",
            (o, v) => Fetched(o, f => f with { Deadline = Duration("fetch.deadline", v) })),
        new("fetch.max-per-host", "NUMBER", "4", "How many downloads run at once from one host.",
            (o, v) => Fetched(o, f => f with { MaxPerHost = Whole("fetch.max-per-host", v, 1, 1000) })),
        new("fetch.tries", "NUMBER", "3", "How often a download is tried when it fails for a passing reason.",
            (o, v) => Fetched(o, f => f with { MaxTries = Whole("fetch.tries", v, 1, 100) })),
        new("limits.max-pixels", "NUMBER", "67108864", "Refuse videos with larger pictures.",
            (o, v) => o with { Limits = o.Limits with { MaxPixels = Whole("limits.max-pixels", v, 1, int.MaxValue) } }),
        new("limits.max-streams", "NUMBER", "100", "Refuse files with more streams.",
            (o, v) => o with { Limits = o.Limits with { MaxStreams = Whole("limits.max-streams", v, 1, 100_000) } }),
        new("limits.max-duration", "DURATION", "48h", "Refuse files that claim to last longer.",
            (o, v) => o with { Limits = o.Limits with { MaxDuration = Duration("limits.max-duration", v) } }),
        new("tools.ffmpeg", "PATH", "ffmpeg", "The ffmpeg executable.", (o, v) => o with { Tools = o.Tools with { Ffmpeg = v } }),
        new("tools.ffprobe", "PATH", "ffprobe", "The ffprobe executable.", (o, v) => o with { Tools = o.Tools with { Ffprobe = v } }),
        new("tools.yt-dlp", "PATH", "yt-dlp", "The yt-dlp executable.", (o, v) => Fetched(o, f => f with { YtDlpPath = v })),
        .. StageNames.Select(stage => Tuned($"workers.{stage}", stage, 1024, "How many values the stage handles at once.", (s, n) => s with { Workers = n })),
        .. StageNames.Select(stage => Tuned($"queue.{stage}", stage, 1_000_000, "How many values may wait in front of the stage.", (s, n) => s with { Queue = n })),
    ];

    private static MineOptions Sampled(MineOptions options, string key, string value, SamplingMode mode)
    {
        if (!Switch(key, value))
        {
            return options;
        }

        return options.Sampling.Mode is SamplingMode.Interval || options.Sampling.Mode == mode
            ? options with { Sampling = options.Sampling with { Mode = mode } }
            : throw new UsageException("keyframes and scenes exclude each other; set one of them.");
    }

    private static MineOptions Judged(MineOptions options, Func<QualityLimits, QualityLimits> change)
    {
        var before = options.Quality;
        return options with { Quality = limits => change(before(limits)) };
    }

    private static MineOptions Fetched(MineOptions options, Func<FetchOptions, FetchOptions> change)
    {
        var before = options.Fetch;
        return options with { Fetch = o => change(before(o)) };
    }

    private static Setting Tuned(string key, string stage, int most, string description, Func<StageOptions, int, StageOptions> change) =>
        new(key, "NUMBER", "", description, (options, value) =>
        {
            var stages = new Dictionary<string, StageOptions>(options.Stages, StringComparer.Ordinal);
            stages[stage] = change(stages.GetValueOrDefault(stage) ?? new StageOptions(), Whole(key, value, 1, most));
            return options with { Stages = stages };
        });
}
