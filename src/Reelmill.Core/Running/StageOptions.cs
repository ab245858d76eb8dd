namespace Reelmill.Core.Running;

/// <summary>The tuning of a stage, separate from its logic. A null property takes the default given here.</summary>
public sealed record StageOptions
{
    /// <summary>The number of values processed at once.</summary>
    /// <value>1 to 1,024; 1 by default.</value>
    public int? Workers { get; init; }

    /// <summary>The capacity of the queue in front of the stage, in values. A writer to a full queue waits.</summary>
    /// <value>1 to 1,000,000; two for each worker, at least 8, by default.</value>
    public int? Queue { get; init; }

    /// <summary>
    /// The maximum size of the values in the queue and in the workers, in bytes, for values that are <see cref="ISized"/>.
    /// A single value larger than this is admitted alone.
    /// </summary>
    /// <value>Unbounded by default.</value>
    public long? QueueBytes { get; init; }

    /// <summary>
    /// The deadline of one attempt at one value or batch. A value that exceeds it fails with <c>timeout</c>, which is
    /// transient. Time that the body waits for the next queue does not count.
    /// </summary>
    /// <value>None by default.</value>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The retry policy for transient failures.</summary>
    /// <value>None by default.</value>
    public RetryOptions? Retry { get; init; }

    /// <summary>Whether results leave in the order of their inputs, with any number of workers.</summary>
    /// <value>False by default. If the pipeline sets it, tuning cannot clear it.</value>
    public bool? Ordered { get; init; }

    /// <summary>
    /// Whether the stage keeps state from value to value, so that a result depends on earlier values. Such a stage has one
    /// worker. Tuning that sets more is refused, because results would depend on timing.
    /// </summary>
    /// <value>False by default. Tuning cannot clear it.</value>
    public bool Stateful { get; init; }

    /// <summary>A hint how to speed up the stage other than with more workers; shown when the stage is the bottleneck.</summary>
    public string? Hint { get; init; }

    /// <summary>The name of the shared budget from which each value in progress takes a slot; see <see cref="Running.RunOptions{T}.Budgets"/>.</summary>
    /// <value>None by default.</value>
    public string? Budget { get; init; }

    internal int WorkerCount => Workers ?? 1;

    internal int QueueLength => Queue ?? Math.Max(8, 2 * WorkerCount);

    /// <summary>Fills the unset properties from other options.</summary>
    /// <param name="defaults">The stage's own options.</param>
    /// <returns>The effective options of the stage.</returns>
    public StageOptions Over(StageOptions defaults) => new()
    {
        Workers = Workers ?? defaults.Workers,
        Queue = Queue ?? defaults.Queue,
        QueueBytes = QueueBytes ?? defaults.QueueBytes,
        Timeout = Timeout ?? defaults.Timeout,
        Retry = Retry ?? defaults.Retry,
        Ordered = defaults.Ordered == true ? true : Ordered ?? defaults.Ordered,
        Stateful = Stateful || defaults.Stateful,
        Hint = Hint ?? defaults.Hint,
        Budget = Budget ?? defaults.Budget,
    };

    /// <summary>Validates the set properties. Every run validates them too.</summary>
    /// <param name="stage">The stage's name, for the message.</param>
    /// <exception cref="ArgumentException">A property is out of range; the message names the property and its range.</exception>
    public void Validate(string stage)
    {
        Require(Workers is null or (>= 1 and <= 1024), stage, "workers", Workers, "1 to 1024");
        if (Stateful && WorkerCount > 1)
        {
            throw new ArgumentException($"workers.{stage} is {Workers}; it must be 1: the stage keeps state from value to value, and with more workers the results would depend on timing. Add workers to another stage.");
        }

        Require(Queue is null or (>= 1 and <= 1_000_000), stage, "queue", Queue, "1 to 1000000");
        Require(QueueBytes is null or >= 1, stage, "queue-bytes", QueueBytes, "at least 1");
        Require(Timeout is null || IsWait(Timeout.Value), stage, "timeout", Timeout, "more than zero, at most a day");
        Require(Retry is null or { Attempts: >= 1 and <= 100 }, stage, "retry attempts", Retry?.Attempts, "1 to 100");
        Require(Retry is null || IsWait(Retry.Delay), stage, "retry delay", Retry?.Delay, "more than zero, at most a day");
        Require(Retry is null || IsWait(Retry.MaxDelay), stage, "longest retry delay", Retry?.MaxDelay, "more than zero, at most a day");
    }

    private static bool IsWait(TimeSpan time) => time > TimeSpan.Zero && time <= TimeSpan.FromDays(1);

    private static void Require(bool holds, string stage, string key, object? value, string range)
    {
        if (!holds)
        {
            throw new ArgumentException($"Stage '{stage}': {key} is {value}; it must be {range}.");
        }
    }
}
