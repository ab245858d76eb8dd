using Reelmill.Pipelines.FrameStages;
using Reelmill.Pipelines.Runs;

namespace Reelmill.Pipelines.Mine;

/// <summary>Finds rules that apply to no frame, so that a misspelled name, or a video without the stage, does not go unnoticed.</summary>
internal static class UnusedRules
{
    /// <summary>Creates notes on rules that apply to no frame, or not to all videos, after all frames are decided.</summary>
    public static IEnumerable<RunNote> Find(FrameRules rules, IReadOnlyList<FrameChange> frames)
    {
        if (rules.Count == 0)
        {
            yield break;
        }

        var videos = frames.Where(static f => f.After.IsScored).GroupBy(static f => f.After.Video, StringComparer.Ordinal).Select(static v => v.ToArray()).ToArray();
        foreach (var rule in rules)
        {
            var without = videos.Count(v => Array.TrueForAll(v, f => rule.FindValue(f.After) is null));
            if (without > 0 && without == videos.Length)
            {
                yield return new RunNote($"rules.{rule.Name}", $"'{rule}' drops nothing: '{rule.Value}' is neither a score nor a number from a stage that processes every sampled frame");
            }
            else if (without > 0 && !FrameNames.IsScore(rule.Value!))
            {
                yield return new RunNote($"rules.{rule.Name}", $"'{rule}' does not apply to {without} of {videos.Length} videos, which were mined without a stage that sets '{rule.Value}'");
            }
        }
    }
}
