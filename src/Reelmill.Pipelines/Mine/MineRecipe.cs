using System.Globalization;
using Reelmill.Media.Frames;
using Reelmill.Pipelines.Items;
using Reelmill.Vision.Detection;
using Reelmill.Vision.Onnx;
using Reelmill.Pipelines.FrameStages;

namespace Reelmill.Pipelines.Mine;

/// <summary>
/// The recipe of <c>mine</c>: the options and versions that determine which frames are sampled, their scores and their bytes.
/// Thresholds are not part of the recipe, since they can be reapplied to the stored scores.
/// </summary>
internal static class MineRecipe
{
    /// <summary>The version of the recipe; raised when the same options give other scores or bytes than before.</summary>
    private const int Version = 4;

    private const string SampledStages = "stages";
    private const string KeptStages = "kept-stages";

    public static Recipe Create(MineOptions options, IDetector? detector, IReadOnlyList<FrameStageDefinition> own, string ffmpegVersion)
    {
        var recipe = CreateBase(options.Sampling, options.JpegQuality, ffmpegVersion).With(CreateStageEntries(SampledStages, own.Where(static s => !s.KeptFrames))).With(CreateStageEntries(KeptStages, own.Where(static s => s.KeptFrames)));
        return detector is null ? recipe : recipe.With(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["detect"] = options.Detect!.Model,
            ["detect-classes"] = string.Join(',', options.Detect.Limits.Classes.Order(StringComparer.Ordinal)),
            ["detect-min-score"] = options.Detect.MinScore?.ToString(CultureInfo.InvariantCulture) ?? "-",
            ["detect-version"] = detector.Version,
        });
    }

    private static IEnumerable<KeyValuePair<string, string>> CreateStageEntries(string key, IEnumerable<FrameStageDefinition> stages) =>
        FormatStages(stages) is { } text ? [new(key, text)] : [];

    /// <summary>Reads the custom stages for kept frames from a recipe; null when there are none.</summary>
    public static string? ReadKeptFrameStages(string json) => Recipe.Parse(json).Find(KeptStages);

    /// <summary>Reads all custom stages from a recipe; null when there are none.</summary>
    public static string? ReadStages(string json)
    {
        var recipe = Recipe.Parse(json);
        return JoinStages(recipe.Find(SampledStages), recipe.Find(KeptStages));
    }

    /// <summary>Formats all custom stages as <see cref="ReadStages"/> returns them; null when there are none.</summary>
    public static string? FormatAllStages(IReadOnlyList<FrameStageDefinition> own) => JoinStages(FormatStages(own.Where(static s => !s.KeptFrames)), FormatStages(own.Where(static s => s.KeptFrames)));

    private static string? JoinStages(string? sampled, string? kept) => (sampled, kept) is (null, null) ? null : $"{sampled}\n{kept}".Trim();

    /// <summary>Formats stages as written to a recipe; null when there are none.</summary>
    public static string? FormatStages(IEnumerable<FrameStageDefinition> stages) => string.Join('\n', stages.Select(static s => s.RecipeText)) is { Length: > 0 } text ? text : null;

    private static Recipe CreateBase(SamplingOptions sampling, int jpegQuality, string ffmpegVersion) => new(new Dictionary<string, string>(StringComparer.Ordinal)
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

    /// <summary>Reads the detection options of a recipe; null when it has no detector.</summary>
    public static DetectOptions? ReadDetection(string json)
    {
        var recipe = Recipe.Parse(json);
        return recipe.Find("detect") is not { } model ? null : new DetectOptions(model)
        {
            MinScore = recipe["detect-min-score"] is "-" ? null : double.Parse(recipe["detect-min-score"], CultureInfo.InvariantCulture),
            Limits = new DetectionLimits { Classes = recipe["detect-classes"].Split(',', StringSplitOptions.RemoveEmptyEntries) },
        };
    }

    /// <summary>Reads the key of a recipe's detector: recipes with equal keys can share one detector; null when the recipe has none.</summary>
    public static string? ReadDetectorKey(string json)
    {
        var recipe = Recipe.Parse(json);
        return recipe.Find("detect") is not { } model ? null : string.Join('\n', model, recipe["detect-classes"], recipe["detect-min-score"], recipe["detect-version"]);
    }

    /// <summary>Reads the model options of a recipe: the version of its detector ends with the execution provider.</summary>
    public static ModelOptions ReadModels(string json) => ReadDetectorVersion(json).Split('/')[^1] is var name
        && OnnxProviders.All.FirstOrDefault(p => p.Name == name) is { Name: not null } known ? new ModelOptions { Provider = known.Value } : new ModelOptions();

    /// <summary>Reads the version of a recipe's detector.</summary>
    public static string ReadDetectorVersion(string json) => Recipe.Parse(json)["detect-version"];

    /// <summary>Reads the sampling and the JPEG quality of a recipe, to restore one of its frames.</summary>
    public static (SamplingOptions Sampling, int JpegQuality) ReadSampling(string json)
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
