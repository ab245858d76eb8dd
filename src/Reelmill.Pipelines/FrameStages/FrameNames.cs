using Reelmill.Library.Catalog;

namespace Reelmill.Pipelines.FrameStages;

/// <summary>The names that users give stages, values and rules, and those that are taken.</summary>
internal static class FrameNames
{
    public const int MostCharacters = 40;

    private static readonly Dictionary<string, Func<FrameRecord, double?>> Scores = new(StringComparer.Ordinal)
    {
        ["sharpness"] = static f => f.Sharpness,
        ["dark"] = static f => f.Dark,
        ["bright"] = static f => f.Bright,
        ["mean"] = static f => f.Mean,
        ["contrast"] = static f => f.Contrast,
        ["information"] = static f => f.Information,
        ["motion"] = static f => f.Motion,
    };

    /// <summary>The stages that <c>mine</c> has itself.</summary>
    private static readonly string[] Stages = ["fetch", "probe", "frames", "score", "decide", "detect", "save", "tell", "commit"];

    public static bool IsName(string name) =>
        name is [>= 'a' and <= 'z', ..] && name.Length <= MostCharacters && name.All(static c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_');

    /// <summary>Whether a score of every frame has a name.</summary>
    public static bool IsScore(string name) => Scores.ContainsKey(name);

    /// <summary>Whether <c>mine</c> has a stage of that name itself.</summary>
    public static bool IsStage(string name) => Stages.Contains(name, StringComparer.Ordinal);

    /// <summary>A score by its name; null when there is none.</summary>
    public static double? ScoreOf(FrameRecord frame, string name) => Scores.GetValueOrDefault(name)?.Invoke(frame);
}
