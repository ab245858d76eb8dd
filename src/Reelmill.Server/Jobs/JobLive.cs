using System.Collections.Concurrent;
using Reelmill.Core.Reporting;
using Reelmill.Library.Catalog;

namespace Reelmill.Server.Jobs;

/// <summary>What only memory knows of a job that runs: where its stages and items stand, and frames that are not committed yet.</summary>
/// <remarks>Safe for any number of writers and readers. It goes with the run: a run that goes on after a crash begins anew.</remarks>
internal sealed class JobLive(TimeProvider time) : IProgress<RunEvent>
{
    private readonly ConcurrentDictionary<string, ItemLive> _items = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly long _begun = time.GetTimestamp();
    private StageWindow? _before;
    private StageWindow? _last;

    /// <summary>Why the run waits; null when it does not.</summary>
    public string? Paused { get; set; }

    /// <summary>How long the run has taken so far.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(_begun);

    /// <summary>Seconds of video that were worked on.</summary>
    public double VideoSeconds => _items.Values.Sum(static i => i.Seconds);

    /// <summary>The items that are being worked on now: their parts that are done, together.</summary>
    public double Fractions => _items.Values.Where(static i => !i.Ended).Sum(static i => i.Fraction);

    /// <summary>Frames so far, by what was decided.</summary>
    public (long Sampled, long Kept) Frames => (_items.Values.Sum(static i => i.Sampled), _items.Values.Sum(static i => i.Kept));

    /// <summary>The run's stages over the last seconds; null before its first report.</summary>
    public (StageWindow? Before, StageWindow Last)? Stages
    {
        get
        {
            lock (_gate)
            {
                return _last is null ? null : (_before, _last);
            }
        }
    }

    public void Report(RunEvent value)
    {
        if (value is not (RunProgress or PipelineFinished))
        {
            return;
        }

        var report = value is RunProgress progress ? progress.Report : ((PipelineFinished)value).Report;
        lock (_gate)
        {
            // Rates are over at least two seconds: half a second would flicker.
            if (_last is null || report.Elapsed < _last.Report.Elapsed || report.Pipeline != _last.Report.Pipeline)
            {
                _before = null;
            }
            else if (_before is null || (report.Elapsed - _before.Report.Elapsed).TotalSeconds > 4)
            {
                _before = _last;
            }

            _last = new StageWindow(report);
        }
    }

    public void Frame(string item, FrameRecord frame, TimeSpan? duration) => _items.GetOrAdd(item, static _ => new ItemLive()).Add(frame, duration);

    /// <summary>An item is being worked on.</summary>
    public void Started(string item) => _items.GetOrAdd(item, static _ => new ItemLive());

    /// <summary>How far an item is, where its stage tells.</summary>
    /// <param name="item">The item's id in the catalog.</param>
    /// <param name="fraction">0 to 1.</param>
    /// <param name="seconds">Seconds of its video; 0 when that is not what is counted.</param>
    public void Progress(string item, double fraction, double seconds) => _items.GetOrAdd(item, static _ => new ItemLive()).Set(fraction, seconds);

    /// <summary>How many items are being worked on.</summary>
    public int Running => _items.Values.Count(static i => !i.Ended);

    public bool IsRunning(string item) => _items.TryGetValue(item, out var live) && !live.Ended;

    public void Ended(string item) => _items.GetOrAdd(item, static _ => new ItemLive()).End();

    /// <summary>The frames of an item that is being worked on, in the order of their times.</summary>
    public IReadOnlyList<FrameRecord> FramesOf(string item) => _items.TryGetValue(item, out var live) ? live.InOrder() : [];

    /// <summary>How far an item is, 0 to 1; null when nothing is known.</summary>
    public double? FractionOf(string item) => _items.TryGetValue(item, out var live) && !live.Ended ? live.Fraction : null;

    private sealed class ItemLive
    {
        private readonly List<FrameRecord> _frames = [];
        private readonly Lock _gate = new();

        public double Seconds { get; private set; }

        public double Fraction { get; private set; }

        public long Sampled { get; private set; }

        public long Kept { get; private set; }

        public bool Ended { get; private set; }

        public void Add(FrameRecord frame, TimeSpan? duration)
        {
            lock (_gate)
            {
                _frames.Add(frame);
                Sampled++;
                Kept += frame.Kept ? 1 : 0;
                Seconds = Math.Max(Seconds, frame.TimeMs / 1000.0);
                Fraction = duration is { TotalSeconds: > 0 } all ? Math.Min(1, Seconds / all.TotalSeconds) : Fraction;
            }
        }

        public void Set(double fraction, double seconds)
        {
            lock (_gate)
            {
                Fraction = Math.Clamp(fraction, 0, 1);
                Seconds = Math.Max(Seconds, seconds);
            }
        }

        public void End()
        {
            lock (_gate)
            {
                Ended = true;
                _frames.Clear();
            }
        }

        public IReadOnlyList<FrameRecord> InOrder()
        {
            lock (_gate)
            {
                return [.. _frames.OrderBy(static f => f.TimeMs)];
            }
        }
    }
}

/// <summary>A run at one moment.</summary>
/// <param name="Report">What it had done.</param>
internal sealed record StageWindow(RunReport Report);
