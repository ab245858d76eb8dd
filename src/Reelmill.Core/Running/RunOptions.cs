using Reelmill.Core.Reporting;

namespace Reelmill.Core.Running;

/// <summary>The execution mode of a pipeline.</summary>
public enum RunMode
{
    /// <summary>All stages run concurrently, each at its own pace.</summary>
    Concurrent,

    /// <summary>
    /// The same stages process one item after the other, depth first, on one worker. This mode is the baseline of
    /// comparisons, and shows that concurrency does not change the results.
    /// </summary>
    Sequential,
}

/// <summary>The options of one run.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
public sealed record RunOptions<T>
{
    /// <summary>The execution mode.</summary>
    /// <value><see cref="RunMode.Concurrent"/> by default.</value>
    public RunMode Mode { get; init; }

    /// <summary>The tuning of stages by name, which overrides the pipeline's.</summary>
    /// <value>Empty by default. An unknown name is refused, with the nearest stage as a suggestion.</value>
    public IReadOnlyDictionary<string, StageOptions> Stages { get; init; } = new Dictionary<string, StageOptions>(StringComparer.Ordinal);

    /// <summary>The run's shares of worker budgets, by the budget's name.</summary>
    /// <value>Empty by default: no stage is limited by a budget.</value>
    public IReadOnlyDictionary<string, WorkerShare> Budgets { get; init; } = new Dictionary<string, WorkerShare>(StringComparer.Ordinal);

    /// <summary>The listener of events. Events are reported on the worker where they occur, so the listener must be fast and thread-safe.</summary>
    /// <value>None by default; then no event is created.</value>
    public IProgress<RunEvent>? Events { get; init; }

    /// <summary>The interval between <see cref="RunProgress"/> events.</summary>
    /// <value>Half a second by default.</value>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Selects the id of an item in events and results.</summary>
    /// <value>The item's number in input order, from 1, by default.</value>
    public Func<T, string>? IdSelector { get; init; }

    /// <summary>Stops the run gracefully: no further items start, and those in flight are finished.</summary>
    /// <value>Never by default.</value>
    public CancellationToken Stopping { get; init; }

    /// <summary>The clock for deadlines, waits and reports.</summary>
    /// <value>The system clock by default.</value>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
