using System.Globalization;
using Reelmill.Core.Reporting;

namespace Reelmill.Core.Running;

/// <summary>Manages the items of one run: rents their trackers, and settles them with the source.</summary>
internal sealed class ItemTrackers<T>(RunContext run, IItemSource<T> source, Func<T, string>? idSelector)
{
    private readonly List<Tracker> _all = [];
    private readonly bool _acknowledge = source is not ItemSource.IUnacknowledged;
    private int _free;
    private long _queued;
    private SettledItems _settled;

    /// <summary>Called for each settled item, before its tracker is reused.</summary>
    public Action<ItemTracker>? Settled { get; init; }

    public (long Queued, long Done, long Dropped, long Failed) Counts
    {
        get
        {
            // Ended items are read first, so that a snapshot never has more ended items than started ones.
            var (done, dropped, failed) = _settled.Counts;
            return (Volatile.Read(ref _queued), done, dropped, failed);
        }
    }

    /// <summary>Begins an item. Only the intake calls it.</summary>
    public ItemTracker Rent(T input)
    {
        var tracker = TakeFree();
        Volatile.Write(ref _queued, _queued + 1);
        tracker.Begin(input, _queued);
        if (run.Events is not null)
        {
            tracker.Report(static id => new ItemQueued(id));
        }

        return tracker;
    }

    /// <summary>Returns every unfinished item to the source, after the run has ended early.</summary>
    public async ValueTask AbandonAsync()
    {
        foreach (var tracker in _all.Where(static t => t.InFlight))
        {
            try
            {
                tracker.DiscardBuffered();
                await source.AbandonAsync(tracker.Input).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                // The remaining items must still be returned.
                run.Fault(e);
            }
        }
    }

    /// <summary>Takes a free tracker. Only the intake pops, and it takes over the whole list of returned trackers at once, so there is no lock and no ABA problem.</summary>
    private Tracker TakeFree()
    {
        if (_free == 0)
        {
            _free = _settled.TakeReturned();
        }

        if (_free == 0)
        {
            _all.Add(new Tracker(this, _all.Count + 1));
            return _all[^1];
        }

        var tracker = _all[_free - 1];
        _free = tracker.Next;
        return tracker;
    }

    private ValueTask SettleAsync(Tracker tracker)
    {
        if (_acknowledge)
        {
            return AcknowledgeAsync(tracker);
        }

        try
        {
            Close(tracker, tracker.Outcome);
        }
        catch (Exception e)
        {
            run.Fault(e);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Records the end of an item with the source. If that fails, the run ends and the item is abandoned.</summary>
    private async ValueTask AcknowledgeAsync(Tracker tracker)
    {
        try
        {
            var result = tracker.Result();
            await source.CompleteAsync(result, run.Cancelled).ConfigureAwait(false);
            Close(tracker, result.Outcome);
        }
        catch (Exception e)
        {
            run.Fault(e);
        }
    }

    private void Close(Tracker tracker, ItemOutcome outcome)
    {
        if (Telemetry.Items.Enabled)
        {
            Telemetry.Items.Add(1, new("pipeline", run.Pipeline), new("outcome", outcome.ToString()));
        }

        var end = run.Events is null ? null : tracker.EndEvent(outcome);
        Settled?.Invoke(tracker);
        tracker.Close();
        _settled.Add(tracker, outcome);
        if (end is not null)
        {
            run.Events!.Report(end);
        }
    }

    private string GetId(Tracker tracker) =>
        idSelector?.Invoke(tracker.Input) ?? tracker.Sequence.ToString(CultureInfo.InvariantCulture);

    private void Report(Tracker tracker, Func<string, RunEvent> make) => run.Events?.Report(make(tracker.Id));

    private sealed class Tracker(ItemTrackers<T> owner, int number) : ItemTracker(number)
    {
        public T Input { get; private set; } = default!;

        public override string Id => owner.GetId(this);

        public ItemOutcome Outcome =>
            Failed ? ItemOutcome.Failed : Reached == 0 && Dropped is not null ? ItemOutcome.Dropped : ItemOutcome.Done;

        public void Begin(T input, long sequence)
        {
            Input = input;
            Begin(sequence);
        }

        public ItemResult<T> Result()
        {
            var outcome = Outcome;
            return new(Input, Id, outcome, outcome == ItemOutcome.Dropped ? Dropped!.Reason : null, Failure);
        }

        public void Close()
        {
            End();
            Input = default!;
        }

        public RunEvent EndEvent(ItemOutcome outcome) => outcome switch
        {
            ItemOutcome.Failed => new ItemFailed(Id, Failure!.Stage, Failure.Code, Failure.Message),
            ItemOutcome.Dropped => new ItemDropped(Id, Dropped!.Stage, Dropped.Reason),
            _ => new ItemDone(Id, Reached),
        };

        public override void Report(Func<string, RunEvent> make) => owner.Report(this, make);

        protected override ValueTask SettleAsync() => owner.SettleAsync(this);
    }
}
