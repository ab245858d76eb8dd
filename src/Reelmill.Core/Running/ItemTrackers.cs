using System.Globalization;
using Reelmill.Core.Reporting;

namespace Reelmill.Core.Running;

/// <summary>The items of one run: rents their trackers, and settles them with the source.</summary>
internal sealed class ItemTrackers<T>(RunContext run, IItemSource<T> source, Func<T, string>? idOf)
{
    private readonly Lock _gate = new();
    private readonly Stack<Tracker> _free = new();
    private readonly List<Tracker> _all = [];
    private readonly bool _acknowledge = source is not ItemSource.IUnacknowledged;
    private long _queued;
    private long _done;
    private long _dropped;
    private long _failed;

    /// <summary>Told of each item that has settled: its number and what was collected of it.</summary>
    public Action<ItemTracker>? Settled { get; set; }

    public (long Queued, long Done, long Dropped, long Failed) Counts =>
        (Volatile.Read(ref _queued), Volatile.Read(ref _done), Volatile.Read(ref _dropped), Volatile.Read(ref _failed));

    public ItemTracker Rent(T input)
    {
        Tracker? tracker;
        lock (_gate)
        {
            if (!_free.TryPop(out tracker))
            {
                tracker = new Tracker(this);
                _all.Add(tracker);
            }
        }

        tracker.Begin(input, ++_queued);
        tracker.Report(static id => new ItemQueued(id));
        return tracker;
    }

    /// <summary>Gives every unfinished item back to the source; for a run that has ended early.</summary>
    public async ValueTask AbandonAsync()
    {
        foreach (var tracker in _all.Where(static t => t.InFlight))
        {
            tracker.DiscardHeld();
            await source.AbandonAsync(tracker.Input).ConfigureAwait(false);
        }
    }

    private ValueTask SettleAsync(Tracker tracker)
    {
        if (!_acknowledge)
        {
            Close(tracker, tracker.Outcome);
            return ValueTask.CompletedTask;
        }

        return AcknowledgeAsync(tracker);
    }

    private async ValueTask AcknowledgeAsync(Tracker tracker)
    {
        var result = tracker.Result();
        await source.CompleteAsync(result, run.Cancelled).ConfigureAwait(false);
        Close(tracker, result.Outcome);
    }

    private void Close(Tracker tracker, ItemOutcome outcome)
    {
        Interlocked.Increment(ref outcome == ItemOutcome.Done ? ref _done : ref outcome == ItemOutcome.Failed ? ref _failed : ref _dropped);
        if (Telemetry.Items.Enabled)
        {
            Telemetry.Items.Add(1, new("pipeline", run.Pipeline), new("outcome", outcome.ToString()));
        }

        tracker.ReportEnd(outcome);
        Settled?.Invoke(tracker);
        tracker.End();
        lock (_gate)
        {
            _free.Push(tracker);
        }
    }

    private sealed class Tracker(ItemTrackers<T> owner) : ItemTracker
    {
        public T Input { get; private set; } = default!;

        public override string Id => owner.IdOf(this);

        public ItemOutcome Outcome =>
            Failed ? ItemOutcome.Failed : Reached == 0 && DropReason is not null ? ItemOutcome.Dropped : ItemOutcome.Done;

        public void Begin(T input, long sequence)
        {
            Input = input;
            Begin(sequence);
        }

        public ItemResult<T> Result() => new(Input, Id, Outcome, DropReason, Failure);

        public void End()
        {
            InFlight = false;
            Input = default!;
        }

        public void ReportEnd(ItemOutcome outcome)
        {
            if (outcome == ItemOutcome.Done)
            {
                Report(id => new ItemDone(id, Reached));
            }
            else if (Failure is { } failure)
            {
                Report(id => new ItemFailed(id, failure.Stage, failure.Code, failure.Message));
            }
        }

        public override void Report(Func<string, RunEvent> make) => owner.Tell(this, make);

        protected override ValueTask SettleAsync() => owner.SettleAsync(this);
    }

    private string IdOf(Tracker tracker) =>
        idOf?.Invoke(tracker.Input) ?? tracker.Sequence.ToString(CultureInfo.InvariantCulture);

    private void Tell(Tracker tracker, Func<string, RunEvent> make) => run.Events?.Report(make(tracker.Id));
}
