namespace Reelmill.Core.Pipelines;

/// <summary>The tuning of a stage, apart from its logic. What is left null takes the default named here.</summary>
public sealed record StageOptions
{
    /// <summary>How many values are handled at once.</summary>
    /// <value>1 to 1,024; 1 by default.</value>
    public int? Workers { get; init; }

    /// <summary>How many values may wait in front of the stage; whoever would add one more waits.</summary>
    /// <value>1 to 1,000,000; two for each worker, at least 8, by default.</value>
    public int? Queue { get; init; }

    /// <summary>
    /// How many bytes may wait in front of the stage or be in its workers' hands, for values that are
    /// <see cref="ISized"/>. One value larger than this passes alone.
    /// </summary>
    /// <value>Unbounded by default.</value>
    public long? QueueBytes { get; init; }

    /// <summary>
    /// The deadline of one attempt at one value (or batch). A value that misses it fails with <c>timeout</c>, which is
    /// transient. Time that the body waits for room in the next queue does not count.
    /// </summary>
    /// <value>None by default.</value>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How transient failures are tried again.</summary>
    /// <value>Not at all by default.</value>
    public RetryOptions? Retry { get; init; }

    /// <summary>Whether results leave in the order in which their inputs arrived, however many workers there are.</summary>
    /// <value>False by default. Where a pipeline says so, tuning cannot take it back.</value>
    public bool? Ordered { get; init; }

    /// <summary>
    /// Whether the stage keeps state from value to value, so that a result depends on the values before it. Such a stage
    /// has one worker: tuning that gives it more is refused, since results would depend on timing.
    /// </summary>
    /// <value>False by default. Tuning cannot take it back.</value>
    public bool Stateful { get; init; }

    /// <summary>What would speed this stage up other than more workers; shown when the stage is the bottleneck.</summary>
    public string? Hint { get; init; }

    /// <summary>The budget that a value in the stage's hands counts against, where runs share one; see <see cref="Running.RunOptions{T}.Budgets"/>.</summary>
    /// <value>None by default.</value>
    public string? Budget { get; init; }

    internal int WorkerCount => Workers ?? 1;

    internal int QueueLength => Queue ?? Math.Max(8, 2 * WorkerCount);

    /// <summary>Fills what is not set here.</summary>
    /// <param name="defaults">The stage's own options.</param>
    /// <returns>What the stage runs with.</returns>
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

    /// <summary>Checks the values that are set; every run does so too.</summary>
    /// <param name="stage">The stage's name, for the message.</param>
    /// <exception cref="ArgumentException">One is out of its range; the message names it and says what it may be.</exception>
    public void Validate(string stage)
    {
        Require(Workers is null or (>= 1 and <= 1024), stage, "workers", Workers, "1 to 1024");
        if (Stateful && WorkerCount > 1)
        {
            throw new ArgumentException($"workers.{stage} is {Workers}; it must be 1: the stage keeps state from value to value, and more workers would make results depend on timing. Give workers to another stage.");
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
