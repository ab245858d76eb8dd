using System.Collections.Concurrent;
using Reelmill.Media.Hls.Encoders;
using Reelmill.Pipelines.Runs;

namespace Reelmill.Pipelines.Hls;

/// <summary>Tells how far the encode of an item is; all its renditions are as far, since one decode feeds them. Safe for several parts at once.</summary>
internal sealed class EncodingProgress(string input, EncodePlan plan, RunLedger ledger)
{
    private readonly string _doing = $"encode {string.Join(", ", plan.Renditions.Select(static r => r.IsCopy ? $"{r.Name} (copied)" : r.Name))}";
    private readonly ConcurrentDictionary<string, double> _seconds = new(StringComparer.Ordinal);

    /// <summary>Who is told how far a part is.</summary>
    public IProgress<TimeSpan> Of(EncodePart part) => new PartProgress(this, part);

    /// <summary>The encode is through.</summary>
    public void End() => ledger.Progress(new ItemProgress(input, _doing, 0, 0, ProgressUnit.VideoSeconds));

    private void Report(EncodePart part, TimeSpan value)
    {
        if (!part.HasVideo)
        {
            return;
        }

        _seconds[part.Name] = value.TotalSeconds;
        var done = _seconds.Values.Sum();

        // What is longer than its container says goes on all the same.
        var total = plan.Media.Duration?.TotalSeconds is { } duration && duration > done ? duration : (double?)null;
        ledger.Progress(new ItemProgress(input, _doing, done, total, ProgressUnit.VideoSeconds));
    }

    private sealed class PartProgress(EncodingProgress whole, EncodePart part) : IProgress<TimeSpan>
    {
        public void Report(TimeSpan value) => whole.Report(part, value);
    }
}
