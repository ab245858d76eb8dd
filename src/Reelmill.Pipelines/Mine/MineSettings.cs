using Reelmill.Pipelines.Settings;
using Reelmill.Media.Frames;
using Reelmill.Pipelines.Index;
using static Reelmill.Pipelines.Settings.SettingValue;

namespace Reelmill.Pipelines.Mine;

/// <summary>The settings of <c>mine</c>, in the order of the sample configuration.</summary>
internal static class MineSettings
{
    public static readonly PipelineSettings Keys = new(
        MineRun.Pipeline,
        [
            Create("every", "DURATION", "1s", "Sample the first frame at or after each multiple of this.",
                (o, v) => o with { Sampling = o.Sampling with { Every = Duration("every", v, "1ms", "1d") } }),
            Create("keyframes", "true|false", "false", "Sample every keyframe instead, and decode nothing else.",
                (o, v) => SetSampling(o, "keyframes", v, SamplingMode.Keyframes)),
            Create("scenes", "true|false", "false", "Sample the first frame of each shot instead.",
                (o, v) => SetSampling(o, "scenes", v, SamplingMode.Scenes)),
            Create("fast", "true|false", "false", "Skip decoding of non-reference frames: faster, but samples may be a few frames late.",
                (o, v) => o with { Sampling = o.Sampling with { Fast = Switch("fast", v) } }),
            Create("jpeg-quality", "1-100", "90", "The quality of the saved frames.",
                (o, v) => o with { JpegQuality = Whole("jpeg-quality", v, 1, 100) }),
            Create("detect", "MODEL", "", "Run a detector on kept frames: the name of a model from 'reelmill models list'.",
                (o, v) => o with { Detect = v.Length == 0 ? null : (o.Detect ?? new DetectOptions(v)) with { Model = v } }),
            Create("classes", "NAME,...", "", "Keep only frames with one of these, and detect nothing else.",
                (o, v) => ChangeDetection(o, v, d => d with { Limits = d.Limits with { Classes = v.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) } })),
            Create("min-score", "0-1", "", "The minimum score of a detection; the model's default when not set.",
                (o, v) => ChangeDetection(o, v, d => d with { MinScore = Number("min-score", v, 0, 1) })),
            Create("max-text", "0-1", "", "Drop frames where text covers more than this share; for models that detect text.",
                (o, v) => ChangeDetection(o, v, d => d with { Limits = d.Limits with { MaxCovered = Number("max-text", v, 0, 1) } })),
            Create("keep-dropped", "0|1", "1", "Whether files of dropped frames stay until 'reelmill gc' removes them; 0 removes them at the end of the run.",
                (o, v) => o with { KeepDropped = Switch("keep-dropped", v) }).ServerOnly(),
            Create("embed", "true|false", "false", "Embed the kept frames, for 'search'.",
                (o, v) => o with { Embed = Switch("embed", v) }),
            Create("embedder", "NAME", "descriptor", "The embedder of the kept frames: descriptor, or a model from 'reelmill models list'.",
                (o, v) => ChangeVectors(o, i => i with { Embedder = v })),
            Create("collection", "NAME", "frames", "The collection for the vectors of kept frames.",
                (o, v) => ChangeVectors(o, i => i with { Collection = v })),
            Create("store", "URI", "embedded", "The vector store for kept frames: embedded, postgres://..., milvus://...",
                (o, v) => ChangeVectors(o, i => i with { Store = v })).ServerOnly(),
            .. CommonSettings.Options,
        ],
        [
            Create("quality.min-sharpness", "NUMBER", "15", "Blurred below this variance of the Laplacian, on the frame at 320 pixels.",
                (o, v) => ChangeQuality(o, q => q with { MinSharpness = Number("quality.min-sharpness", v, 0, 1_000_000) })),
            Create("quality.dark-below", "0-1", "0.32", "Too dark when the P99 of luma is below this.",
                (o, v) => ChangeQuality(o, q => q with { DarkBelow = Number("quality.dark-below", v, 0, 1) })),
            Create("quality.bright-above", "0-1", "0.95", "Too bright when the P5 of luma is above this.",
                (o, v) => ChangeQuality(o, q => q with { BrightAbove = Number("quality.bright-above", v, 0, 1) })),
            Create("quality.min-contrast", "0-0.5", "0.03", "Flat below this standard deviation of luma.",
                (o, v) => ChangeQuality(o, q => q with { MinContrast = Number("quality.min-contrast", v, 0, 0.5) })),
            Create("quality.min-information", "0-8", "1.5", "Flat below this entropy of luma, in bits.",
                (o, v) => ChangeQuality(o, q => q with { MinInformation = Number("quality.min-information", v, 0, 8) })),
            Create("quality.max-distance", "0-16", "5", "Two frames are duplicates when at most this many of 64 hash bits differ.",
                (o, v) => ChangeQuality(o, q => q with { MaxDistance = Whole("quality.max-distance", v, 0, 16) })),
            Setting.Family<MineOptions>("rules.NAME", "VALUE < NUMBER", "A rule of your own: drop frames of which a score, or a value of a stage, is below (<) or above (>) a number. A number alone changes the threshold; off ends the rule.",
                static (o, name, v) => o with { Rules = o.Rules.With(new FrameRule(name, v)) }),
            CommonSettings.Provider,
            .. CommonSettings.Others,
            .. CommonSettings.Tuning("fetch", "probe", "frames", "score", "decide", "detect", "save", "commit"),
        ]);

    private static Setting Create(string key, string syntax, string @default, string description, Func<MineOptions, string, MineOptions> apply) =>
        Setting.Create(key, syntax, @default, description, apply);

    private static MineOptions SetSampling(MineOptions options, string key, string value, SamplingMode mode)
    {
        if (!Switch(key, value))
        {
            return options;
        }

        return options.Sampling.Mode is SamplingMode.Interval || options.Sampling.Mode == mode
            ? options with { Sampling = options.Sampling with { Mode = mode } }
            : throw new UsageException("keyframes and scenes exclude each other; set one of them.");
    }

    /// <summary>Changes the detection options; an empty value changes nothing. The model may be set later.</summary>
    private static MineOptions ChangeDetection(MineOptions options, string value, Func<DetectOptions, DetectOptions> change) =>
        value.Length == 0 ? options : options with { Detect = change(options.Detect ?? new DetectOptions(string.Empty)) };

    private static MineOptions ChangeVectors(MineOptions options, Func<IndexOptions, IndexOptions> change) =>
        options with { Vectors = change(options.Vectors) };

    private static MineOptions ChangeQuality(MineOptions options, Func<QualityOverrides, QualityOverrides> change) =>
        options with { Quality = change(options.Quality) };
}
