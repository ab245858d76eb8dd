using Reelmill.Media.Hls.Encoders;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Runs;

namespace Reelmill.Pipelines.Hls;

/// <summary>Tells how far the encode of an item is; all its renditions are as far, since one decode feeds them.</summary>
internal sealed class EncodingProgress(PipelineItem item, EncodePlan plan, RunLedger ledger) : IProgress<TimeSpan>
{
    private readonly string _doing = $"encode {string.Join(", ", plan.Renditions.Select(static r => r.Name))}";

    public void Report(TimeSpan value)
    {
        // What is longer than its container says goes on all the same.
        var total = plan.Media.Duration?.TotalSeconds is { } duration && duration > value.TotalSeconds ? duration : (double?)null;
        ledger.Progress(new ItemProgress(item.Input.Display, _doing, value.TotalSeconds, total, ProgressUnit.VideoSeconds));
    }

    /// <summary>The encode is through.</summary>
    public void End() => ledger.Progress(new ItemProgress(item.Input.Display, _doing, 0, 0, ProgressUnit.VideoSeconds));
}
