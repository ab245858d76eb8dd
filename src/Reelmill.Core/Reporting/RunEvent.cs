namespace Reelmill.Core.Reporting;

/// <summary>An event of a run. The hierarchy is closed: use pattern matching.</summary>
public abstract record RunEvent
{
    private protected RunEvent()
    {
    }
}

/// <summary>The run has begun; its stages are being set up.</summary>
/// <param name="Pipeline">The name of the pipeline.</param>
/// <param name="Stages">The names of its stages, in order.</param>
public sealed record PipelineStarted(string Pipeline, IReadOnlyList<string> Stages) : RunEvent;

/// <summary>The run received an item from its source.</summary>
/// <param name="Id">The item.</param>
public sealed record ItemQueued(string Id) : RunEvent;

/// <summary>The first stage began to process an item.</summary>
/// <param name="Id">The item.</param>
public sealed record ItemStarted(string Id) : RunEvent;

/// <summary>An attempt failed and will be retried.</summary>
/// <param name="Id">The item.</param>
/// <param name="Stage">The stage.</param>
/// <param name="Attempt">The attempt that failed, from 1.</param>
/// <param name="Delay">The wait before the next attempt.</param>
/// <param name="Reason">The message of the failure.</param>
public sealed record ItemRetried(string Id, string Stage, int Attempt, TimeSpan Delay, string Reason) : RunEvent;

/// <summary>A value of an item was dropped; the item may continue with others.</summary>
/// <param name="Id">The item.</param>
/// <param name="Stage">The stage.</param>
/// <param name="Reason">The reason.</param>
public sealed record ValueDropped(string Id, string Stage, string Reason) : RunEvent;

/// <summary>The item has ended: none of its values reached the end, and at least one was dropped.</summary>
/// <param name="Id">The item.</param>
/// <param name="Stage">The stage that dropped the item's first value, by position and not by time.</param>
/// <param name="Reason">The reason.</param>
public sealed record ItemDropped(string Id, string Stage, string Reason) : RunEvent;

/// <summary>The item has ended: one of its values failed permanently.</summary>
/// <param name="Id">The item.</param>
/// <param name="Stage">The stage that failed.</param>
/// <param name="Code">The error code.</param>
/// <param name="Message">The message of the failure.</param>
public sealed record ItemFailed(string Id, string Stage, string Code, string Message) : RunEvent;

/// <summary>The item has ended: each of its values reached the end, was dropped or was merged.</summary>
/// <param name="Id">The item.</param>
/// <param name="Results">The number of values that reached the end.</param>
public sealed record ItemDone(string Id, int Results) : RunEvent;

/// <summary>The progress of the run, reported at the interval in the run's options.</summary>
/// <param name="Report">The run so far.</param>
public sealed record RunProgress(RunReport Report) : RunEvent;

/// <summary>The run has ended, in success or failure or by cancellation. This is the last event.</summary>
/// <param name="Report">The report of the whole run.</param>
/// <param name="Error">The error that ended the run early; null when there was none.</param>
public sealed record PipelineFinished(RunReport Report, Exception? Error) : RunEvent;
