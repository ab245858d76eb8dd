using Reelmill.Pipelines.Settings;
using Reelmill.Media.Frames;
using Reelmill.Pipelines.Index;
using static Reelmill.Pipelines.Settings.SettingValue;

namespace Reelmill.Pipelines.Mine;

/// <summary>Every key that <c>mine</c> understands, in the order in which the sample configuration shows them.</summary>
internal static class MineSettings
{
    public static readonly PipelineSettings Keys = new(
        MineRun.Pipeline,
        [
            Of("every", "DURATION", "1s", "Sample the first frame at or after each multiple of this.",
                (o, v) => o with { Sampling = o.Sampling with { Every = Duration("every", v, "1ms", "1d") } }),
            Of("keyframes", "true|false", "false", "Sample every key frame instead, and decode nothing else.",
                (o, v) => Sampled(o, "keyframes", v, SamplingMode.Keyframes)),
            Of("scenes", "true|false", "false", "Sample the first frame of each shot instead.",
                (o, v) => Sampled(o, "scenes", v, SamplingMode.Scenes)),
            Of("fast", "true|false", "false", "Do not decode frames that no other frame refers to: quicker, samples may be some frames late.",
                (o, v) => o with { Sampling = o.Sampling with { Fast = Switch("fast", v) } }),
            Of("jpeg-quality", "1-100", "90", "The quality of the saved frames.",
                (o, v) => o with { JpegQuality = Whole("jpeg-quality", v, 1, 100) }),
            Of("detect", "MODEL", "", "Look for things in kept frames with a model that 'reelmill models list' names.",
                (o, v) => o with { Detect = v.Length == 0 ? null : (o.Detect ?? new DetectOptions(v)) with { Model = v } }),
            Of("classes", "NAME,...", "", "Keep only frames with one of these, and detect nothing else.",
                (o, v) => Detected(o, v, d => d with { Limits = d.Limits with { Classes = v.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) } })),
            Of("min-score", "0-1", "", "How sure the model must be; what suits it when not set.",
                (o, v) => Detected(o, v, d => d with { MinScore = Number("min-score", v, 0, 1) })),
            Of("max-text", "0-1", "", "Drop frames of which text covers more than this share; for models that find text.",
                (o, v) => Detected(o, v, d => d with { Limits = d.Limits with { MaxCovered = Number("max-text", v, 0, 1) } })),
            Of("keep-dropped", "0|1", "1", "Whether files of dropped frames stay until 'reelmill gc' removes them; 0 removes them at the end of the run.",
                (o, v) => o with { KeepDropped = Switch("keep-dropped", v) }).ServerOnly(),
            Of("embed", "true|false", "false", "Make vectors of the kept frames, for 'search'.",
                (o, v) => o with { Embed = Switch("embed", v) }),
            Of("embedder", "NAME", "descriptor", "What makes the vectors of embed: descriptor, or a model that 'reelmill models list' names.",
                (o, v) => Indexed(o, i => i with { Embedder = v })),
            Of("collection", "NAME", "frames", "What the vectors of embed are filed under.",
                (o, v) => Indexed(o, i => i with { Collection = v })),
            Of("store", "URI", "embedded", "Where the vectors of embed are kept: embedded, postgres://..., milvus://...",
                (o, v) => Indexed(o, i => i with { Store = v })).ServerOnly(),
            .. CommonSettings.Options,
        ],
        [
            Of("quality.min-sharpness", "NUMBER", "15", "Blurred below this variance of the Laplacian, on the frame at 320 pixels.",
                (o, v) => Judged(o, q => q with { MinSharpness = Number("quality.min-sharpness", v, 0, 1_000_000) })),
            Of("quality.dark-below", "0-1", "0.32", "Too dark when the P99 of luma is below this.",
                (o, v) => Judged(o, q => q with { DarkBelow = Number("quality.dark-below", v, 0, 1) })),
            Of("quality.bright-above", "0-1", "0.95", "Too bright when the P5 of luma is above this.",
                (o, v) => Judged(o, q => q with { BrightAbove = Number("quality.bright-above", v, 0, 1) })),
            Of("quality.min-contrast", "0-0.5", "0.03", "Flat below this standard deviation of luma.",
                (o, v) => Judged(o, q => q with { MinContrast = Number("quality.min-contrast", v, 0, 0.5) })),
            Of("quality.min-information", "0-8", "1.5", "Flat below this entropy of luma, in bits.",
                (o, v) => Judged(o, q => q with { MinInformation = Number("quality.min-information", v, 0, 8) })),
            Of("quality.max-distance", "0-16", "5", "Two frames are duplicates when at most this many of 64 hash bits differ.",
                (o, v) => Judged(o, q => q with { MaxDistance = Whole("quality.max-distance", v, 0, 16) })),
            Setting.Family<MineOptions>("rules.NAME", "VALUE < NUMBER", "A rule of your own: drop frames of which a score, or a value of a stage, is below (<) or above (>) a number. A number alone changes the threshold; off ends the rule.",
                static (o, name, v) => o with { Rules = o.Rules.With(new FrameRule(name, v)) }),
            CommonSettings.Provider,
            .. CommonSettings.Others,
            .. CommonSettings.Tuning("fetch", "probe", "frames", "score", "decide", "detect", "save", "commit"),
        ]);

    private static Setting Of(string key, string syntax, string @default, string description, Func<MineOptions, string, MineOptions> apply) =>
        Setting.Of(key, syntax, @default, description, apply);

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

    /// <summary>What is left empty is not set; the model may be named later.</summary>
    private static MineOptions Detected(MineOptions options, string value, Func<DetectOptions, DetectOptions> change) =>
        value.Length == 0 ? options : options with { Detect = change(options.Detect ?? new DetectOptions(string.Empty)) };

    private static MineOptions Indexed(MineOptions options, Func<IndexOptions, IndexOptions> change) =>
        options with { Vectors = change(options.Vectors) };

    private static MineOptions Judged(MineOptions options, Func<QualityOverrides, QualityOverrides> change) =>
        options with { Quality = change(options.Quality) };
}
