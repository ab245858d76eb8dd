using System.Globalization;
using Reelmill.Media.Frames;
using Reelmill.Pipelines.Items;

namespace Reelmill.Pipelines.Mine;

/// <summary>
/// The recipe of <c>mine</c>: which frames are sampled and what bytes they become. Thresholds are not part of it: they
/// decide again from the stored scores.
/// </summary>
internal static class MineRecipe
{
    /// <summary>Raised when the same options give other scores or bytes than before.</summary>
    private const int Version = 1;

    public static Recipe Of(SamplingOptions sampling, int jpegQuality, string ffmpegVersion) => new(new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["every"] = sampling.Mode == SamplingMode.Interval ? $"{sampling.Every.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)}ms" : "-",
        ["fast"] = sampling.Fast ? "yes" : "no",
        ["ffmpeg"] = ffmpegVersion,
        ["jpeg-quality"] = jpegQuality.ToString(CultureInfo.InvariantCulture),
        ["sampling"] = sampling.Mode switch
        {
            SamplingMode.KeyFrames => "keyframes",
            SamplingMode.Scenes => "scenes",
            _ => "interval",
        },
        ["version"] = Version.ToString(CultureInfo.InvariantCulture),
    });

    /// <summary>The sampling and the JPEG quality of a recipe, to make one of its frames again.</summary>
    public static (SamplingOptions Sampling, int JpegQuality) Read(string json)
    {
        var recipe = Recipe.Parse(json);
        var sampling = new SamplingOptions
        {
            Mode = recipe["sampling"] switch
            {
                "keyframes" => SamplingMode.KeyFrames,
                "scenes" => SamplingMode.Scenes,
                _ => SamplingMode.Interval,
            },
            Every = recipe["every"] == "-" ? TimeSpan.FromSeconds(1) : TimeSpan.FromMilliseconds(double.Parse(recipe["every"][..^2], CultureInfo.InvariantCulture)),
            Fast = recipe["fast"] == "yes",
        };
        return (sampling, int.Parse(recipe["jpeg-quality"], CultureInfo.InvariantCulture));
    }
}
