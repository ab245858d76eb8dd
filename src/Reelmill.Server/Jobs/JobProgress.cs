using System.Collections.Concurrent;
using Reelmill.Core.Reporting;
using Reelmill.Library.Catalog;

namespace Reelmill.Server.Jobs;

/// <summary>The in-memory progress of a running job: its stages, its items, and frames that are not committed yet.</summary>
/// <remarks>Thread-safe. The progress is lost when the process ends; a job that resumes after a crash starts with an empty one.</remarks>
internal sealed class JobProgress(TimeProvider time) : IProgress<RunEvent>
{
    private readonly ConcurrentDictionary<string, ItemEntry> _items = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly long _begun = time.GetTimestamp();
    private StageSnapshot? _before;
    private StageSnapshot? _last;

    /// <summary>The reason why the run is paused; null when it is not.</summary>
    public string? Paused { get; set; }

    /// <summary>The time since the run began.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(_begun);

    /// <summary>The seconds of video that were processed.</summary>
    public double VideoSeconds => _items.Values.Sum(static i => i.Seconds);

    /// <summary>The sum of the completed fractions of all running items.</summary>
    public double Fractions => _items.Values.Where(static i => !i.Ended).Sum(static i => i.Fraction);

    /// <summary>The frames sampled and kept so far.</summary>
    public (long Sampled, long Kept) Frames => (_items.Values.Sum(static i => i.Sampled), _items.Values.Sum(static i => i.Kept));

    /// <summary>The snapshots between which the stages' rates are computed; null before the run's first report.</summary>
    public (StageSnapshot? Before, StageSnapshot Last)? Stages
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
            // Rates need a window of some seconds: over the half second between two reports they would flicker.
            if (_last is null || report.Elapsed < _last.Report.Elapsed || report.Pipeline != _last.Report.Pipeline)
            {
                _before = null;
            }
            else if (_before is null || (report.Elapsed - _before.Report.Elapsed).TotalSeconds > 4)
            {
                _before = _last;
            }

            _last = new StageSnapshot(report);
        }
    }

    public void AddFrame(string item, FrameRecord frame, TimeSpan? duration) => _items.GetOrAdd(item, static _ => new ItemEntry()).Add(frame, duration);

    /// <summary>Marks an item as running.</summary>
    public void MarkStarted(string item) => _items.GetOrAdd(item, static _ => new ItemEntry());

    /// <summary>Sets the progress of an item, for stages that report it.</summary>
    /// <param name="item">The item's id in the catalog.</param>
    /// <param name="fraction">The completed fraction, 0 to 1.</param>
    /// <param name="seconds">The seconds of video that were processed; 0 when the stage counts something else.</param>
    public void SetProgress(string item, double fraction, double seconds) => _items.GetOrAdd(item, static _ => new ItemEntry()).Set(fraction, seconds);

    /// <summary>The number of running items.</summary>
    public int Running => _items.Values.Count(static i => !i.Ended);

    public bool IsRunning(string item) => _items.TryGetValue(item, out var live) && !live.Ended;

    public void MarkEnded(string item) => _items.GetOrAdd(item, static _ => new ItemEntry()).End();

    /// <summary>Gets the frames of a running item so far, by time.</summary>
    public IReadOnlyList<FrameRecord> GetFrames(string item) => _items.TryGetValue(item, out var live) ? live.GetFrames() : [];

    /// <summary>Gets the completed fraction of a running item, 0 to 1; null when the item does not run.</summary>
    public double? GetFraction(string item) => _items.TryGetValue(item, out var live) && !live.Ended ? live.Fraction : null;

    private sealed class ItemEntry
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

        public IReadOnlyList<FrameRecord> GetFrames()
        {
            lock (_gate)
            {
                return [.. _frames.OrderBy(static f => f.TimeMs)];
            }
        }
    }
}

/// <summary>A snapshot of a run's stages.</summary>
/// <param name="Report">The report of the run at that moment.</param>
internal sealed record StageSnapshot(RunReport Report);
