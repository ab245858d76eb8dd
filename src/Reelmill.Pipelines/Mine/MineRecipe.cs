using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Reelmill.Media.Frames;

namespace Reelmill.Pipelines.Mine;

/// <summary>
/// Everything but the video that decides which frames are sampled and what bytes they become. Thresholds are not part
/// of it: they decide again from the stored scores.
/// </summary>
internal sealed class MineRecipe
{
    /// <summary>Raised when the same options give other scores or bytes than before.</summary>
    private const int Version = 1;

    private readonly SortedDictionary<string, string> _values;

    private MineRecipe(SortedDictionary<string, string> values)
    {
        _values = values;
        Json = JsonSerializer.Serialize(values, RecipeJson.Default.SortedDictionaryStringString);
    }

    /// <summary>The recipe as JSON: an object of texts, keys in order.</summary>
    public string Json { get; }

    public static MineRecipe Of(SamplingOptions sampling, int jpegQuality, string ffmpegVersion) => new(new(StringComparer.Ordinal)
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

    public static MineRecipe Parse(string json) =>
        new(JsonSerializer.Deserialize(json, RecipeJson.Default.SortedDictionaryStringString)!);

    public string FingerprintOf(string video) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{video}\n{Json}")))[..32];

    /// <summary>What differs, as <c>every 1000ms -> 2000ms</c>; empty when nothing does.</summary>
    public string ChangeFrom(string? before)
    {
        if (before is null)
        {
            return "unknown options";
        }

        var old = Parse(before)._values;
        return string.Join(", ", _values
            .Where(v => old.GetValueOrDefault(v.Key) != v.Value)
            .Select(v => $"{v.Key} {old.GetValueOrDefault(v.Key, "-")} -> {v.Value}"));
    }

    /// <summary>The sampling and the JPEG quality of a recipe, to make one of its frames again.</summary>
    public (SamplingOptions Sampling, int JpegQuality) Read() => (
        new SamplingOptions
        {
            Mode = _values["sampling"] switch
            {
                "keyframes" => SamplingMode.KeyFrames,
                "scenes" => SamplingMode.Scenes,
                _ => SamplingMode.Interval,
            },
            Every = _values["every"] == "-" ? TimeSpan.FromSeconds(1) : TimeSpan.FromMilliseconds(double.Parse(_values["every"][..^2], CultureInfo.InvariantCulture)),
            Fast = _values["fast"] == "yes",
        },
        int.Parse(_values["jpeg-quality"], CultureInfo.InvariantCulture));
}
