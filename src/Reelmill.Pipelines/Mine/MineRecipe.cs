using System.Globalization;
using Reelmill.Media.Frames;
using Reelmill.Pipelines.Items;
using Reelmill.Vision.Detection;
using Reelmill.Vision.Onnx;
using Reelmill.Pipelines.FrameStages;

namespace Reelmill.Pipelines.Mine;

/// <summary>
/// The recipe of <c>mine</c>: which frames are sampled and what bytes they become. Thresholds are not part of it: they
/// decide again from the stored scores.
/// </summary>
internal static class MineRecipe
{
    /// <summary>Raised when the same options give other scores or bytes than before.</summary>
    private const int Version = 4;

    private const string SampledStages = "stages";
    private const string KeptStages = "kept-stages";

    public static Recipe Of(MineOptions options, IDetector? detector, IReadOnlyList<FrameStageDefinition> own, string ffmpegVersion)
    {
        var recipe = Of(options.Sampling, options.JpegQuality, ffmpegVersion).With(Own(SampledStages, own.Where(static s => !s.KeptFrames))).With(Own(KeptStages, own.Where(static s => s.KeptFrames)));
        return detector is null ? recipe : recipe.With(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["detect"] = options.Detect!.Model,
            ["detect-classes"] = string.Join(',', options.Detect.Limits.Classes.Order(StringComparer.Ordinal)),
            ["detect-min-score"] = options.Detect.MinScore?.ToString(CultureInfo.InvariantCulture) ?? "-",
            ["detect-version"] = detector.Version,
        });
    }

    private static IEnumerable<KeyValuePair<string, string>> Own(string key, IEnumerable<FrameStageDefinition> stages) =>
        TextOf(stages) is { } text ? [new(key, text)] : [];

    /// <summary>The program's own stages that see kept frames, as a recipe has them; null when there are none.</summary>
    public static string? StagesOfKept(string json) => Recipe.Parse(json).Find(KeptStages);

    /// <summary>All stages of the program's own, as a recipe has them; null when there are none.</summary>
    public static string? StagesOf(string json)
    {
        var recipe = Recipe.Parse(json);
        return Joined(recipe.Find(SampledStages), recipe.Find(KeptStages));
    }

    /// <summary>All of some stages, as a recipe has them.</summary>
    public static string? StagesOf(IReadOnlyList<FrameStageDefinition> own) => Joined(TextOf(own.Where(static s => !s.KeptFrames)), TextOf(own.Where(static s => s.KeptFrames)));

    private static string? Joined(string? sampled, string? kept) => (sampled, kept) is (null, null) ? null : $"{sampled}\n{kept}".Trim();

    /// <summary>Stages as a recipe has them; null when there are none.</summary>
    public static string? TextOf(IEnumerable<FrameStageDefinition> stages) => string.Join('\n', stages.Select(static s => s.Text)) is { Length: > 0 } text ? text : null;

    private static Recipe Of(SamplingOptions sampling, int jpegQuality, string ffmpegVersion) => new(new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["every"] = sampling.Mode == SamplingMode.Interval ? $"{sampling.Every.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)}ms" : "-",
        ["fast"] = sampling.Fast ? "yes" : "no",
        ["ffmpeg"] = ffmpegVersion,
        ["jpeg-quality"] = jpegQuality.ToString(CultureInfo.InvariantCulture),
        ["sampling"] = sampling.Mode switch
        {
            SamplingMode.Keyframes => "keyframes",
            SamplingMode.Scenes => "scenes",
            _ => "interval",
        },
        ["version"] = Version.ToString(CultureInfo.InvariantCulture),
    });

    /// <summary>What a recipe looks for; null when nothing.</summary>
    public static DetectOptions? Detection(string json)
    {
        var recipe = Recipe.Parse(json);
        return recipe.Find("detect") is not { } model ? null : new DetectOptions(model)
        {
            MinScore = recipe["detect-min-score"] is "-" ? null : double.Parse(recipe["detect-min-score"], CultureInfo.InvariantCulture),
            Limits = new DetectionLimits { Classes = recipe["detect-classes"].Split(',', StringSplitOptions.RemoveEmptyEntries) },
        };
    }

    /// <summary>What a recipe looks with, and for what: equal texts, one model does for both; null when it looks for nothing.</summary>
    public static string? Detector(string json)
    {
        var recipe = Recipe.Parse(json);
        return recipe.Find("detect") is not { } model ? null : string.Join('\n', model, recipe["detect-classes"], recipe["detect-min-score"], recipe["detect-version"]);
    }

    /// <summary>How a recipe runs its model: the version ends with what computed.</summary>
    public static ModelOptions Models(string json) => DetectorVersion(json).Split('/')[^1] is var name
        && OnnxProviders.All.FirstOrDefault(p => p.Name == name) is { Name: not null } known ? new ModelOptions { Provider = known.Value } : new ModelOptions();

    /// <summary>The version of the model that a recipe looks with.</summary>
    public static string DetectorVersion(string json) => Recipe.Parse(json)["detect-version"];

    /// <summary>The sampling and the JPEG quality of a recipe, to make one of its frames again.</summary>
    public static (SamplingOptions Sampling, int JpegQuality) Read(string json)
    {
        var recipe = Recipe.Parse(json);
        var sampling = new SamplingOptions
        {
            Mode = recipe["sampling"] switch
            {
                "keyframes" => SamplingMode.Keyframes,
                "scenes" => SamplingMode.Scenes,
                _ => SamplingMode.Interval,
            },
            Every = recipe["every"] == "-" ? TimeSpan.FromSeconds(1) : TimeSpan.FromMilliseconds(double.Parse(recipe["every"][..^2], CultureInfo.InvariantCulture)),
            Fast = recipe["fast"] == "yes",
        };
        return (sampling, int.Parse(recipe["jpeg-quality"], CultureInfo.InvariantCulture));
    }
}
