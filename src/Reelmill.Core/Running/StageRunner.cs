using Reelmill.Core.Reporting;

namespace Reelmill.Core.Running;

/// <summary>One stage of a run: its queue and its workers.</summary>
internal abstract class StageRunner(string name, StageOptions options)
{
    public string Name => name;

    protected StageOptions Options => options;

    /// <summary>Runs the workers until the queue is completed and empty.</summary>
    public abstract Task RunAsync();

    /// <summary>Sets up the single worker of a sequential run, whose values are then processed by their writers.</summary>
    public abstract ValueTask BeginInlineAsync();

    /// <summary>Processes the partial batch of a sequential run.</summary>
    public abstract ValueTask FlushAsync();

    public abstract ValueTask EndInlineAsync();

    /// <summary>Completes the queue: no further values will be written.</summary>
    public abstract void Complete();

    /// <summary>Wakes all waiters of this stage's queue, because the run is cancelled.</summary>
    public abstract void Abort();

    /// <summary>Disposes the values left in the queue and the workers, after the run was cancelled.</summary>
    public abstract void Discard();

    /// <summary>Reports the stage up to a timestamp.</summary>
    /// <param name="now">A timestamp of the run's clock.</param>
    public abstract StageReport Report(long now);
}

/// <inheritdoc/>
/// <typeparam name="TIn">The stage's input.</typeparam>
internal sealed class StageRunner<TIn> : StageRunner
{
    private readonly StageQueue<TIn> _queue;
    private readonly Worker<TIn>[] _workers;

    public StageRunner(string name, StageOptions options, RunContext run, Func<StageMeter, StageQueue<TIn>, OrderGate?, Worker<TIn>> createWorker)
        : base(name, options)
    {
        _queue = new StageQueue<TIn>(options);
        var turns = options.Ordered == true && options.WorkerCount > 1 ? new OrderGate() : null;
        _workers = [.. Enumerable.Range(0, options.WorkerCount).Select(_ => createWorker(new StageMeter(name, run.Time), _queue, turns))];
        Inlet = run.Sequential ? new InlineInlet<TIn>(_workers[0], run) : _queue;
    }

    public Inlet<TIn> Inlet { get; }

    public override Task RunAsync() => Task.WhenAll(_workers.Select(static w => Task.Run(w.RunAsync)));

    public override async ValueTask BeginInlineAsync()
    {
        await _workers[0].BeginAsync().ConfigureAwait(false);
        _workers[0].Meter.Clock.Starve();
    }

    public override async ValueTask FlushAsync()
    {
        _workers[0].Meter.Clock.Resume();
        await _workers[0].FlushAsync().ConfigureAwait(false);
        _workers[0].Meter.Clock.Starve();
    }

    public override ValueTask EndInlineAsync()
    {
        _workers[0].Meter.Clock.Resume();
        return _workers[0].EndAsync();
    }

    public override void Complete() => _queue.Complete();

    public override void Abort() => _queue.Abort();

    public override void Discard()
    {
        _queue.Discard();
        foreach (var worker in _workers)
        {
            worker.Discard();
        }
    }

    public override StageReport Report(long now)
    {
        var meters = Array.ConvertAll(_workers, static w => w.Meter);
        return new StageReport(
            Name,
            _workers.Length,
            meters.Sum(static m => m.In),
            meters.Sum(static m => m.Out),
            meters.Sum(static m => m.Dropped),
            meters.Sum(static m => m.Failed),
            meters.Sum(static m => m.Retried),
            Array.ConvertAll(meters, m => m.Clock.Read(now)),
            _queue.Count,
            _queue.MaxCount,
            Options.QueueLength,
            Options.Hint);
    }
}
