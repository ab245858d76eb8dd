using Reelmill.Pipelines.FrameStages;
using Reelmill.Pipelines.Runs;

namespace Reelmill.Pipelines.Mine;

/// <summary>Rules that frames could not be held against: a name that is misspelt, or a video without the stage, must not pass in silence.</summary>
internal static class UnusedRules
{
    /// <summary>What is to be said of rules once all frames are decided.</summary>
    public static IEnumerable<RunNote> Of(FrameRules rules, IReadOnlyList<FrameChange> frames)
    {
        if (rules.Count == 0)
        {
            yield break;
        }

        var videos = frames.Where(static f => f.After.IsScored).GroupBy(static f => f.After.Video, StringComparer.Ordinal).Select(static v => v.ToArray()).ToArray();
        foreach (var rule in rules)
        {
            var without = videos.Count(v => Array.TrueForAll(v, f => rule.Of(f.After) is null));
            if (without > 0 && without == videos.Length)
            {
                yield return new RunNote($"rules.{rule.Name}", $"'{rule}' drops nothing, since no frame has such a score, or such a number of a stage that sees every sampled frame");
            }
            else if (without > 0 && !FrameNames.IsScore(rule.Value!))
            {
                yield return new RunNote($"rules.{rule.Name}", $"'{rule}' is not held against {without} of {videos.Length} videos, which were mined without a stage that gives '{rule.Value}'");
            }
        }
    }
}
