using Reelmill.Core.Reporting;
using Reelmill.Library.Catalog;
using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Runs;

/// <summary>Who is told what happens in a run. All are called from any worker: be quick and thread-safe. What one throws harms nothing, and the first error is a note of the run; a <see cref="Core.PipelineException"/> ends the run.</summary>
/// <param name="Events">Told every event of the pipeline; nobody when null.</param>
/// <param name="OnNote">Told remarks for a person, a line each; nobody when null.</param>
/// <param name="Items">Told how far single items are; nobody when null.</param>
public sealed record RunObserver(IProgress<RunEvent>? Events = null, Action<string>? OnNote = null, IProgress<ItemProgress>? Items = null)
{
    /// <summary>Told when the run pauses because a disk is full, and when it goes on; <see cref="OnNote"/> is told when null.</summary>
    public Action<RunPause>? OnPause { get; init; }

    /// <summary>What the run did before it began again; null when it cannot begin again.</summary>
    internal RunHistory? History { get; init; }

    /// <summary>What listeners threw; null when they are called as they are.</summary>
    internal ListenerErrors? Errors { get; private init; }

    /// <summary>Told where single items are, by their ids in the catalog; nobody when null.</summary>
    public Action<ItemChange>? OnItem { get; init; }

    /// <summary>
    /// Told of each sampled frame as soon as it is decided on by itself, with the id of its item and how long its video
    /// claims to be; nobody when null. That another video has its twin is decided at the run's end.
    /// </summary>
    public Action<string, FrameRecord, TimeSpan?>? OnFrame { get; init; }

    /// <summary>The same observer, whose errors harm nothing. The engine guards <see cref="Events"/> itself.</summary>
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
