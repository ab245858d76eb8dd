namespace Reelmill.Core.Reporting;

/// <summary>Something that happened in a run. The hierarchy is closed: match it with a pattern.</summary>
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

/// <summary>An item was taken in.</summary>
/// <param name="Id">The item.</param>
public sealed record ItemQueued(string Id) : RunEvent;

/// <summary>The first stage began to work on an item.</summary>
/// <param name="Id">The item.</param>
public sealed record ItemStarted(string Id) : RunEvent;

/// <summary>An attempt failed and the value will be tried again.</summary>
/// <param name="Id">The item.</param>
/// <param name="Stage">The stage.</param>
/// <param name="Attempt">The attempt that failed, from 1.</param>
/// <param name="Delay">How long the stage waits before the next.</param>
/// <param name="Reason">What went wrong.</param>
public sealed record ItemRetried(string Id, string Stage, int Attempt, TimeSpan Delay, string Reason) : RunEvent;

/// <summary>The item, or something made from it, was dropped; the item itself may go on.</summary>
/// <param name="Id">The item.</param>
/// <param name="Stage">The stage.</param>
/// <param name="Reason">Why.</param>
public sealed record ValueDropped(string Id, string Stage, string Reason) : RunEvent;

/// <summary>The item has ended: nothing of it reached the end, and something was dropped.</summary>
/// <param name="Id">The item.</param>
/// <param name="Stage">The stage that dropped the first of its values, in the order of places.</param>
/// <param name="Reason">Why.</param>
public sealed record ItemDropped(string Id, string Stage, string Reason) : RunEvent;

/// <summary>The item has ended: something made from it failed for good.</summary>
/// <param name="Id">The item.</param>
/// <param name="Stage">The stage that gave up.</param>
/// <param name="Code">The stable name of the failure.</param>
/// <param name="Message">What went wrong.</param>
public sealed record ItemFailed(string Id, string Stage, string Code, string Message) : RunEvent;

/// <summary>The item has ended: everything made from it has been saved, dropped or merged.</summary>
/// <param name="Id">The item.</param>
/// <param name="Results">How many values reached the end.</param>
public sealed record ItemDone(string Id, int Results) : RunEvent;

/// <summary>Where the run stands; reported at the interval that the options say.</summary>
/// <param name="Report">The run so far.</param>
public sealed record RunProgress(RunReport Report) : RunEvent;

/// <summary>The run has ended, also when it failed or was cancelled; the last event.</summary>
/// <param name="Report">The whole run.</param>
/// <param name="Error">What ended it early, if anything did.</param>
public sealed record PipelineFinished(RunReport Report, Exception? Error) : RunEvent;
