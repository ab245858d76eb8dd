using Reelmill.Core.Reporting;

namespace Reelmill.Core.Running;

/// <summary>One execution of a pipeline.</summary>
internal sealed class PipelineRun<TIn> : IRunReporter
{
    private readonly RunContext _run;
    private readonly RunOptions<TIn> _options;
    private readonly IItemSource<TIn> _source;
    private readonly ItemTrackers<TIn> _items;
    private readonly Inlet<TIn> _first;
    private readonly Func<CancellationToken, ValueTask>? _admit;
    private readonly long _begun;
    private long _ended;
    private bool _stopped;

    /// <param name="run">The context of the run, with its stages built.</param>
    /// <param name="options">The options of the run.</param>
    /// <param name="source">The source of items.</param>
    /// <param name="items">The items in flight.</param>
    /// <param name="first">The inlet of the first stage.</param>
    /// <param name="admit">Waits until one more item may start; null when only the queues limit the intake.</param>
    public PipelineRun(
        RunContext run,
        RunOptions<TIn> options,
        IItemSource<TIn> source,
        ItemTrackers<TIn> items,
        Inlet<TIn> first,
        Func<CancellationToken, ValueTask>? admit)
    {
        _run = run;
        _options = options;
        _source = source;
        _items = items;
        _first = first;
        _admit = admit;
        _begun = run.Time.GetTimestamp();
    }

    /// <summary>Whether the run is cancelled or stopping. Checks the original tokens: a linked token is cancelled only when
    /// their callbacks run, and hundreds of items may arrive before that.</summary>
    private bool IsStopping => _run.Cancelled.IsCancellationRequested || _options.Stopping.IsCancellationRequested;

    public RunReport Report()
    {
        var (queued, done, dropped, failed) = _items.Counts;
        var now = Volatile.Read(ref _ended) is not 0 and var ended ? ended : _run.Time.GetTimestamp();
        return new RunReport(
            _run.Pipeline, queued, done, dropped, failed, _run.Time.GetElapsedTime(_begun, now), _run.Stages.ConvertAll(s => s.Report(now)), _stopped)
        {
            ListenerError = _run.Events?.Error,
        };
    }

    public async Task<RunReport> ExecuteAsync()
    {
        _run.Events?.Report(new PipelineStarted(_run.Pipeline, _run.Stages.ConvertAll(static s => s.Name)));
        RunGauges.Add(this);
        var ticker = new Ticker(_run.Events, _options.ProgressInterval, _run.Time, Report);
        await (_run.Sequential ? RunSequentialAsync() : RunConcurrentAsync()).ConfigureAwait(false);
        _run.Stages.ForEach(static s => s.Discard());
        Volatile.Write(ref _ended, _run.Time.GetTimestamp());
        await _run.GuardAsync(ticker.DisposeAsync).ConfigureAwait(false);
        await _items.AbandonAsync().ConfigureAwait(false);
        RunGauges.Remove(this);
        var report = Report();
        _run.Events?.Report(new PipelineFinished(report, _run.FaultOrCancellation()));
        _run.ThrowIfEnded();
        return report with { ListenerError = _run.Events?.Error };
    }

    private async Task RunConcurrentAsync()
    {
        await using var abort = _run.Cancelled.Register(() => _run.Stages.ForEach(static s => s.Abort())).ConfigureAwait(false);
        var work = _run.Stages.ConvertAll(static s => s.RunAsync());
        await _run.GuardAsync(ReceiveAsync).ConfigureAwait(false);
        for (var i = 0; i < work.Count; i++)
        {
            _run.Stages[i].Complete();
            await work[i].ConfigureAwait(false);
        }
    }

    private async Task RunSequentialAsync()
    {
        foreach (var stage in _run.Stages)
        {
            await _run.GuardAsync(stage.BeginInlineAsync).ConfigureAwait(false);
        }

        await _run.GuardAsync(ReceiveAsync).ConfigureAwait(false);
        foreach (var stage in _run.Stages)
        {
            await _run.GuardAsync(stage.EndInlineAsync).ConfigureAwait(false);
        }
    }

    private async ValueTask ReceiveAsync()
    {
        using var intake = CancellationTokenSource.CreateLinkedTokenSource(_run.Cancelled, _options.Stopping);
        try
        {
            if (_source is ItemSource.ISequence<TIn> sequence)
            {
                await ReceiveAsync(sequence.Items, intake.Token).ConfigureAwait(false);
            }
            else
            {
                await ReceiveAsync(_source.ReceiveAsync(intake.Token), intake.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (intake.IsCancellationRequested)
        {
        }

        _stopped = _options.Stopping.IsCancellationRequested;
        _run.Cancelled.ThrowIfCancellationRequested();
    }

    private async ValueTask ReceiveAsync(IAsyncEnumerable<TIn> inputs, CancellationToken stop)
    {
        await foreach (var input in inputs.WithCancellation(stop).ConfigureAwait(false))
        {
            if (!await StartItemAsync(input, stop).ConfigureAwait(false))
            {
                break;
            }
        }
    }

    /// <summary>Receives items from memory, without an asynchronous step for each item.</summary>
    private async ValueTask ReceiveAsync(IEnumerable<TIn> inputs, CancellationToken stop)
    {
        foreach (var input in inputs)
        {
            if (!await StartItemAsync(input, stop).ConfigureAwait(false))
            {
                break;
            }
        }
    }

    /// <summary>Starts an item; false when the run is stopping and the item was returned to the source.</summary>
    private ValueTask<bool> StartItemAsync(TIn input, CancellationToken stop)
    {
        if (IsStopping || _admit is not null || _run.Sequential)
        {
            return AdmitAsync(input, stop);
        }

        var write = _first.WriteAsync(new Envelope<TIn>(input, _items.Rent(input).Root));
        return write.IsCompletedSuccessfully ? new ValueTask<bool>(true) : AwaitAsync(write);

        static async ValueTask<bool> AwaitAsync(ValueTask write)
        {
            await write.ConfigureAwait(false);
            return true;
        }
    }

    private async ValueTask<bool> AdmitAsync(TIn input, CancellationToken stop)
    {
        if (IsStopping || !await HasRoomAsync(stop).ConfigureAwait(false))
        {
            (input as IDisposable)?.Dispose();
            await _source.AbandonAsync(input).ConfigureAwait(false);
            return false;
        }

        await _first.WriteAsync(new Envelope<TIn>(input, _items.Rent(input).Root)).ConfigureAwait(false);
        await FlushAsync().ConfigureAwait(false);
        return true;
    }

    private async ValueTask<bool> HasRoomAsync(CancellationToken stop)
    {
        try
        {
            if (_admit is not null)
            {
                await _admit(stop).ConfigureAwait(false);
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Flushes all batches of a sequential run, which ends each item before the next and never batches across items.</summary>
    private async ValueTask FlushAsync()
    {
        if (_run.Sequential && !_run.Cancelled.IsCancellationRequested)
        {
            foreach (var stage in _run.Stages)
            {
                await stage.FlushAsync().ConfigureAwait(false);
            }
        }
    }
}
