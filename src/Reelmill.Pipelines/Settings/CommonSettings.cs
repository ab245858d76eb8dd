using Reelmill.Core.Running;
using Reelmill.Media.Fetching;
using Reelmill.Vision.Onnx;
using static Reelmill.Pipelines.Settings.SettingValue;

namespace Reelmill.Pipelines.Settings;

/// <summary>The settings that all pipelines share.</summary>
internal static class CommonSettings
{
    /// <summary>The switch for sequential execution.</summary>
    public static readonly Setting Sequential = new Setting("sequential", "true|false", "false", "Run the same stages one item after the other; for comparison.",
        (o, v) => o with { Mode = Switch("sequential", v) ? RunMode.Sequential : RunMode.Concurrent }).ServerOnly();

    /// <summary>The settings that are also command line options.</summary>
    public static readonly IReadOnlyList<Setting> Options =
    [
        new Setting("keep-videos", "true|false", "false", "Keep downloads in the library's videos folder.",
            (o, v) => o with { KeepVideos = Switch("keep-videos", v) }).ServerOnly(),
        new Setting("fetcher", "auto|http|yt-dlp", "auto", "The downloader of URLs; auto uses yt-dlp for pages that are not media files.",
            (o, v) => ChangeFetch(o, f => f with
            {
                Kind = Choice("fetcher", v, ("auto", FetcherKind.Auto), ("http", FetcherKind.Http), ("yt-dlp", FetcherKind.YtDlp)),
            })).ServerOnly(),
        Sequential,
    ];

    /// <summary>The settings that are not command line options.</summary>
    public static readonly IReadOnlyList<Setting> Others = ServerOnly(
    [
        new("library.shared", "true|false", "false", "Let the group of the library's folder read and write the library; the folder stores this choice.",
            (o, v) => o with { Shared = Switch("library.shared", v) }),
        new("fetch.max-size", "SIZE", "2GiB", "Abort a download that is larger.",
            (o, v) => ChangeFetch(o, f => f with { MaxBytes = Size("fetch.max-size", v, "1B", "1024TiB") })),
        new("fetch.connect-timeout", "DURATION", "10s", "How long finding and connecting to a host may take.",
            (o, v) => ChangeFetch(o, f => f with { ConnectTimeout = Duration("fetch.connect-timeout", v, "1ms", "1h") })),
        new("fetch.stall-timeout", "DURATION", "30s", "How long a server may send nothing.",
            (o, v) => ChangeFetch(o, f => f with { StallTimeout = Duration("fetch.stall-timeout", v, "1ms", "1d") })),
        new("fetch.min-rate", "SIZE", "1KiB", "Abort a download that is slower, in bytes per second, averaged over stall-timeout.",
            (o, v) => ChangeFetch(o, f => f with { MinBytesPerSecond = Size("fetch.min-rate", v, "0B", "1TiB") })),
        new("fetch.deadline", "DURATION", "1h", "How long one download may take in all.",
            (o, v) => ChangeFetch(o, f => f with { Deadline = Duration("fetch.deadline", v, "1ms", "20d") })),
        new("fetch.max-per-host", "NUMBER", "4", "How many downloads run at once from one host, over all jobs.",
            (o, v) => ChangeFetch(o, f => f with { MaxPerHost = Whole("fetch.max-per-host", v, 1, 1000) })),
        new("fetch.tries", "NUMBER", "3", "How often a download is tried when it fails with a transient error.",
            (o, v) => ChangeFetch(o, f => f with { MaxTries = Whole("fetch.tries", v, 1, 100) })),
        new("limits.max-pixels", "NUMBER", "67108864", "Refuse videos with more pixels per frame.",
            (o, v) => o with { Limits = o.Limits with { MaxPixels = Whole("limits.max-pixels", v, 1, int.MaxValue) } }),
        new("limits.max-streams", "NUMBER", "100", "Refuse files with more streams.",
            (o, v) => o with { Limits = o.Limits with { MaxStreams = Whole("limits.max-streams", v, 1, 100_000) } }),
        new("limits.max-duration", "DURATION", "48h", "Refuse files that claim to last longer.",
            (o, v) => o with { Limits = o.Limits with { MaxDuration = Duration("limits.max-duration", v, "1ms", "3650d") } }),
        new("tools.ffmpeg", "PATH", "ffmpeg", "The ffmpeg executable.", (o, v) => o with { Tools = o.Tools with { Ffmpeg = v } }),
        new("tools.ffprobe", "PATH", "ffprobe", "The ffprobe executable.", (o, v) => o with { Tools = o.Tools with { Ffprobe = v } }),
        new("tools.yt-dlp", "PATH", "yt-dlp", "The yt-dlp executable.", (o, v) => ChangeFetch(o, f => f with { YtDlpPath = v })),
    ]);

    /// <summary>The execution provider, for the pipelines that run models.</summary>
    public static readonly Setting Provider = new("models.provider", string.Join('|', OnnxProviders.All.Select(static p => p.Name)), "cpu", "The execution provider of models; all but cpu need additional libraries.",
        (o, v) => o with { Models = o.Models with { Provider = Choice("models.provider", v, [.. OnnxProviders.All]) } });

    /// <summary>Creates the worker and queue settings of stages.</summary>
    public static IEnumerable<Setting> Tuning(params string[] stages) =>
    [
        .. stages.Select(stage => CreateTuning($"workers.{stage}", stage, 1024, "How many values the stage handles at once.", (s, n) => s with { Workers = n })),
        .. stages.Select(stage => CreateTuning($"queue.{stage}", stage, 1_000_000, "How many values may wait in front of the stage.", (s, n) => s with { Queue = n })),
    ];

    private static PipelineOptions ChangeFetch(PipelineOptions options, Func<FetchOptions, FetchOptions> change) =>
        options with { Fetch = change(options.Fetch) };

    private static IReadOnlyList<Setting> ServerOnly(IEnumerable<Setting> settings) => [.. settings.Select(static s => s.ServerOnly())];

    private static Setting CreateTuning(string key, string stage, int max, string description, Func<StageOptions, int, StageOptions> change) =>
        new Setting(key, "NUMBER", "", description, (options, value) => options with { Stages = options.Stages.With(stage, s => change(s, Whole(key, value, 1, max))) }).ServerOnly();
}
