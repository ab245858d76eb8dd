using Reelmill.Core.Pipelines;
using Reelmill.Core.Reporting;

namespace Reelmill.Core.Running;

/// <summary>How a pipeline is executed.</summary>
public enum RunMode
{
    /// <summary>Every stage runs at once at its own pace.</summary>
    Concurrent,

    /// <summary>
    /// The same stages, one item after the other, depth first, on one worker: the baseline that every comparison
    /// uses, and the proof that concurrency changes nothing in the result.
    /// </summary>
    Sequential,
}

/// <summary>The options of one run.</summary>
/// <typeparam name="T">What an item is.</typeparam>
public sealed record RunOptions<T>
{
    /// <summary>How the stages are executed.</summary>
    /// <value><see cref="RunMode.Concurrent"/> by default.</value>
    public RunMode Mode { get; init; }

    /// <summary>Tuning by the name of the stage; what is set here wins over what the pipeline says.</summary>
    /// <value>Empty by default. A name that is no stage is refused with the nearest one.</value>
    public IReadOnlyDictionary<string, StageOptions> Stages { get; init; } = new Dictionary<string, StageOptions>(StringComparer.Ordinal);

    /// <summary>What the run has of budgets that it shares with others, by the budget's name.</summary>
    /// <value>Empty by default: every stage works as fast as it can.</value>
    public IReadOnlyDictionary<string, WorkerShare> Budgets { get; init; } = new Dictionary<string, WorkerShare>(StringComparer.Ordinal);

    /// <summary>Who is told what happens, on the worker that it happens on: be quick and thread-safe.</summary>
    /// <value>Nobody by default; then no event is made.</value>
    public IProgress<RunEvent>? Events { get; init; }

    /// <summary>How often <see cref="RunProgress"/> is reported.</summary>
    /// <value>Half a second by default.</value>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The id of an item in events and results.</summary>
    /// <value>The item's number in input order, from 1, by default.</value>
    public Func<T, string>? IdOf { get; init; }

    /// <summary>Stops gracefully: no more items are taken in, those in flight are finished.</summary>
    /// <value>Never by default.</value>
    public CancellationToken Stopping { get; init; }

    /// <summary>The clock of deadlines, waits and reports.</summary>
    /// <value>The system's by default.</value>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
