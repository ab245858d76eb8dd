using Reelmill.Library.Catalog;

namespace Reelmill.Pipelines.FrameStages;

/// <summary>Validates the names of frame stages, values and rules, and knows the reserved names.</summary>
internal static class FrameNames
{
    public const int MaxLength = 40;

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

    /// <summary>The built-in stages of <c>mine</c>.</summary>
    private static readonly string[] Stages = ["fetch", "probe", "frames", "score", "decide", "detect", "save", "tell", "commit"];

    /// <summary>Whether a name is valid: a to z, 0 to 9 and <c>_</c>, at most 40 characters, a letter first.</summary>
    public static bool IsName(string name) =>
        name is [>= 'a' and <= 'z', ..] && name.Length <= MaxLength && name.All(static c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_');

    /// <summary>Whether a name is that of a score, which every frame has.</summary>
    public static bool IsScore(string name) => Scores.ContainsKey(name);

    /// <summary>Whether a name is that of a built-in stage of <c>mine</c>.</summary>
    public static bool IsStage(string name) => Stages.Contains(name, StringComparer.Ordinal);

    /// <summary>Finds a frame's score by name; null when there is none.</summary>
    public static double? FindScore(FrameRecord frame, string name) => Scores.GetValueOrDefault(name)?.Invoke(frame);
}
