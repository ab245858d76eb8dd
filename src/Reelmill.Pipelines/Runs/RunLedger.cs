using Reelmill.Core;
using Reelmill.Library.Catalog;
using Reelmill.Media.Fetching;
using ItemFailure = Reelmill.Core.Running.ItemFailure;

namespace Reelmill.Pipelines.Runs;

/// <summary>Collects the failures, skips and notes of single items, and forwards them to the observer. Safe for concurrent use.</summary>
internal sealed class RunLedger(RunObserver observer)
{
    private readonly Lock _gate = new();
    private readonly List<RunFailure> _failures = [];
    private readonly List<RunSkip> _skips = [];
    private readonly List<RunNote> _notes = [];
    private int _deferred;
    private int _undone;

    /// <summary>The failures, by input.</summary>
    public IReadOnlyList<RunFailure> Failures
    {
        get
        {
            lock (_gate)
            {
                return [.. _failures.OrderBy(static f => f.Input, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>The skips, by input.</summary>
    public IReadOnlyList<RunSkip> Skips
    {
        get
        {
            lock (_gate)
            {
                return [.. _skips.OrderBy(static s => s.Input, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>The notes, by input.</summary>
    public IReadOnlyList<RunNote> Notes
    {
        get
        {
            lock (_gate)
            {
                return [.. _notes.OrderBy(static n => n.Input, StringComparer.Ordinal).ThenBy(static n => n.Text, StringComparer.Ordinal)];
            }
        }
    }

    public void Failed(string input, string id, int attempt, ItemFailure failure)
    {
        lock (_gate)
        {
            _failures.Add(new RunFailure(input, id, failure.Code, failure.Message, attempt));
        }

        observer.OnItem?.Invoke(new ItemChange.Failed(id, failure));
    }

    /// <summary>The first exception that a listener threw; null when there is none.</summary>
    public Exception? ListenerError => observer.Errors?.First;

    /// <summary>The number of items that a stopped run defers to the next run.</summary>
    public int Deferred => _deferred;

    public void CountDeferred() => Interlocked.Increment(ref _deferred);

    /// <summary>The number of failed items that the engine counts as done.</summary>
    public int Undone => _undone;

    public void CountUndone() => Interlocked.Increment(ref _undone);

    /// <summary>The number of items that were done before the run paused and started over.</summary>
    public int DoneBefore { get; private set; }

    public void Skipped(string id, MediaInput input, string why, string? video = null)
    {
        if (observer.History?.TryTakeDone(id) is true)
        {
            lock (_gate)
            {
                DoneBefore++;
            }

            return;
        }

        lock (_gate)
        {
            _skips.Add(new RunSkip(input.Display, why));
        }

        observer.OnItem?.Invoke(new ItemChange.Skipped(id, why, video));
    }

    public void Started(string id, int attempt) => observer.OnItem?.Invoke(new ItemChange.Started(id, attempt));

    public void Done(string id, string? video, string? note)
    {
        observer.History?.Done(id);
        observer.OnItem?.Invoke(new ItemChange.Done(id, video) { Note = note });
    }

    /// <summary>Receives each frame; null without a listener.</summary>
    public Action<string, FrameRecord, TimeSpan?>? OnFrame => observer.OnFrame;

    /// <summary>Adds a note for the user on an input that did not fail.</summary>
    public void Note(string input, string text)
    {
        lock (_gate)
        {
            _notes.Add(new RunNote(input, text));
        }

        observer.OnNote?.Invoke($"{input}: {text}");
    }

    public void Progress(ItemProgress progress) => observer.Items?.Report(progress);

    /// <summary>Records the failure of an item that was done before and has lost a file that cannot be restored.</summary>
    public void Failed(RunFailure failure)
    {
        lock (_gate)
        {
            _failures.Add(failure);
        }

        observer.OnItem?.Invoke(new ItemChange.Failed(
            failure.Id, new ItemFailure("decide", failure.Code, failure.Message, false, failure.Attempts, new ItemException(failure.Code, failure.Message))));
    }
}
