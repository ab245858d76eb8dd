using Reelmill.Core;
using Reelmill.Library.Catalog;
using Reelmill.Media.Fetching;
using ItemFailure = Reelmill.Core.Running.ItemFailure;

namespace Reelmill.Pipelines.Runs;

/// <summary>What a run has to tell of single items: failures, skips and remarks. Safe for any number of writers.</summary>
internal sealed class RunLedger(RunObserver observer)
{
    private readonly Lock _gate = new();
    private readonly List<RunFailure> _failures = [];
    private readonly List<RunSkip> _skips = [];
    private readonly List<RunNote> _notes = [];
    private int _left;
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

    /// <summary>The remarks, by input.</summary>
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

    /// <summary>What listeners threw first; null when nothing.</summary>
    public Exception? ListenerError => observer.Errors?.First;

    /// <summary>How many items a stopped run has left to the next one.</summary>
    public int Left => _left;

    public void Leave() => Interlocked.Increment(ref _left);

    /// <summary>How many items the engine counts as done that have failed.</summary>
    public int Undone => _undone;

    public void Undo() => Interlocked.Increment(ref _undone);

    /// <summary>How many items were done before the run paused and began again.</summary>
    public int DoneBefore { get; private set; }

    public void Skipped(string id, MediaInput input, string why, string? video = null)
    {
        if (observer.History?.Take(id) is true)
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

    /// <summary>Told of each frame; null when nobody wants to know.</summary>
    public Action<string, FrameRecord, TimeSpan?>? OnFrame => observer.OnFrame;

    /// <summary>Something that a person should know of an input, although it did not fail.</summary>
    public void Note(string input, string text)
    {
        lock (_gate)
        {
            _notes.Add(new RunNote(input, text));
        }

        observer.OnNote?.Invoke($"{input}: {text}");
    }

    public void Progress(ItemProgress progress) => observer.Items?.Report(progress);

    /// <summary>An item that was done before has lost something that cannot be made again.</summary>
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
