using Reelmill.Core.Reporting;
using Reelmill.Library.Catalog;
using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Runs;

/// <summary>The callbacks of a run. Any worker calls them: they must be fast and thread-safe. An exception from a callback does not fail the run, and the first one becomes a note of the run; a <see cref="Core.PipelineException"/> ends the run.</summary>
/// <param name="Events">Receives every event of the pipeline; optional.</param>
/// <param name="OnNote">Receives notes for the user, one line each; optional.</param>
/// <param name="Items">Receives the progress of single items; optional.</param>
public sealed record RunObserver(IProgress<RunEvent>? Events = null, Action<string>? OnNote = null, IProgress<ItemProgress>? Items = null)
{
    /// <summary>Called when the run pauses because a disk is full, and when it resumes. When null, <see cref="OnNote"/> is called.</summary>
    public Action<RunPause>? OnPause { get; init; }

    /// <summary>The items that the run completed before it started over; null when it cannot start over.</summary>
    internal RunHistory? History { get; init; }

    /// <summary>The exceptions of the callbacks; null when they are not guarded.</summary>
    internal ListenerErrors? Errors { get; private init; }

    /// <summary>Receives state changes of single items, by their ids in the catalog; optional.</summary>
    public Action<ItemChange>? OnItem { get; init; }

    /// <summary>
    /// Receives each sampled frame as soon as its own video decides on it, with the id of its item and the declared duration
    /// of its video; optional. Duplicates across videos are decided at the end of the run.
    /// </summary>
    public Action<string, FrameRecord, TimeSpan?>? OnFrame { get; init; }

    /// <summary>Returns the same observer with guarded callbacks, whose exceptions do not fail the run. The engine guards <see cref="Events"/> itself.</summary>
    internal RunObserver Guarded()
    {
        var errors = new ListenerErrors();
        return this with
        {
            OnNote = errors.Guard(OnNote),
            Items = errors.Guard(Items),
            OnPause = errors.Guard(OnPause),
            OnItem = errors.Guard(OnItem),
            OnFrame = errors.Guard(OnFrame),
            Errors = errors,
        };
    }
}
