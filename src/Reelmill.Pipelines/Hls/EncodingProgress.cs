using System.Collections.Concurrent;
using Reelmill.Media.Hls.Encoders;
using Reelmill.Pipelines.Runs;

namespace Reelmill.Pipelines.Hls;

/// <summary>
/// Reports the encode progress of an item, which is the same for all renditions, since one decode feeds them.
/// Thread-safe for parallel parts.
/// </summary>
internal sealed class EncodingProgress(string input, EncodePlan plan, RunLedger ledger)
{
    private readonly string _description = $"encode {string.Join(", ", plan.Renditions.Select(static r => r.IsPassthrough ? $"{r.Name} (copied)" : r.Name))}";
    private readonly ConcurrentDictionary<string, double> _seconds = new(StringComparer.Ordinal);

    /// <summary>Returns the receiver of a part's progress.</summary>
    public IProgress<TimeSpan> ForPart(EncodePart part) => new PartProgress(this, part);

    /// <summary>Reports the end of the encode.</summary>
    public void Complete() => ledger.Progress(new ItemProgress(input, _description, 0, 0, ProgressUnit.VideoSeconds));

    private void Report(EncodePart part, TimeSpan value)
    {
        if (!part.HasVideo)
        {
            return;
        }

        _seconds[part.Name] = value.TotalSeconds;
        var done = _seconds.Values.Sum();

        // A video longer than its container states still reports progress, without a total.
        var total = plan.Media.Duration?.TotalSeconds is { } duration && duration > done ? duration : (double?)null;
        ledger.Progress(new ItemProgress(input, _description, done, total, ProgressUnit.VideoSeconds));
    }

    private sealed class PartProgress(EncodingProgress owner, EncodePart part) : IProgress<TimeSpan>
    {
        public void Report(TimeSpan value) => owner.Report(part, value);
    }
}
