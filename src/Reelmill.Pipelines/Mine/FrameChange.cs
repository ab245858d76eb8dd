using Reelmill.Library.Catalog;

namespace Reelmill.Pipelines.Mine;

/// <summary>A frame as the catalog has it and as it is to be.</summary>
internal sealed record FrameChange(FrameRecord Before, FrameRecord After)
{
    public FrameDecision ToDecision() => new()
    {
        Video = After.Video,
        TimeMs = After.TimeMs,
        Kept = After.Kept,
        Rule = After.Rule,
        Score = After.Score,
        Threshold = After.Threshold,
        Twin = After.Twin,
        Path = After.Path,
        Sha256 = After.Sha256,
        Bytes = After.Bytes,
    };
}

/// <summary>Changes of frame records that several places need.</summary>
internal static class FrameRecords
{
    public static FrameRecord WithoutFile(this FrameRecord frame) => frame with { Path = null, Sha256 = null, Bytes = null };
}
