using Reelmill.Core.Reporting;

namespace Reelmill.Core.Running;

/// <summary>A worker that processes values in batches, bounded by size and by time.</summary>
internal sealed class BatchWorker<TIn, TOut> : Worker<TIn>
{
    private readonly BatchBody<TIn, TOut> _body;
    private readonly BatchOptions _batch;
    private readonly Inlet<TOut> _next;
    private readonly Attempts _attempts;
    private readonly bool _first;

    /// <summary>The values of the batch that the engine still owns; a value that was handed over leaves an empty envelope.</summary>
    private readonly List<Envelope<TIn>> _taken = [];
    private long _bytes;
    private TIn[] _values = [];
    private IReadOnlyList<TOut> _results = [];

    public BatchWorker(
        BatchBody<TIn, TOut> body, BatchOptions batch, int index, StageOptions options, RunContext run, StageMeter meter, StageQueue<TIn> queue, Inlet<TOut> next)
        : base(run, meter, queue)
    {
        _body = body;
        _batch = batch;
        _next = next;
        _first = index == 0;
        _attempts = new Attempts(options, run, meter, RunBodyAsync, static () => true, run.CreateSlot(options, meter));
    }

    public override ValueTask ProcessAsync(Envelope<TIn> envelope)
    {
        Take(envelope);
        return _taken.Count < _batch.Size ? ValueTask.CompletedTask : FlushAsync();
    }

    public override async ValueTask FlushAsync()
    {
        await DropFailedAsync().ConfigureAwait(false);
        if (_taken.Count > 0)
        {
            await HandleAsync(0, _taken.Count).ConfigureAwait(false);
        }

        (_values, _results) = ([], []);
        _taken.Clear();
        Queue.Release(_bytes);
        _bytes = 0;
    }

    public override void Discard() => _taken.ForEach(static e => e.Discard());

    protected override async ValueTask WorkAsync()
    {
        while (!Run.Cancelled.IsCancellationRequested && await StarveAsync().ConfigureAwait(false))
        {
            await FillAsync().ConfigureAwait(false);
            if (!Run.Cancelled.IsCancellationRequested)
            {
                await FlushAsync().ConfigureAwait(false);
            }
        }
    }

    private async ValueTask FillAsync()
    {
        TakeWaiting();
        if (_taken.Count is 0 || _taken.Count == _batch.Size || _batch.Within == TimeSpan.Zero)
        {
            return;
        }

        // A partial batch waits for more values, for a bounded time: otherwise the last batch could wait forever.
        using var deadline = new CancellationTokenSource(_batch.Within, Run.Time);
        Meter.Clock.Starve();
        try
        {
            while (_taken.Count < _batch.Size && await Queue.Reader.WaitToReadAsync(deadline.Token).ConfigureAwait(false))
            {
                TakeWaiting();
            }
        }
        catch (OperationCanceledException)
        {
            TakeWaiting();
        }
        finally
        {
            Meter.Clock.Resume();
        }
    }

    private void TakeWaiting()
    {
        while (_taken.Count < _batch.Size && TryRead(out var envelope))
        {
            Take(envelope);
        }
    }

    private bool TryRead(out Envelope<TIn> envelope)
    {
        Queue.Measure(Meter.In);
        return Queue.Reader.TryRead(out envelope);
    }

    private void Take(in Envelope<TIn> envelope)
    {
        Meter.In++;
        _bytes += Queue.GetSize(envelope.Value);
        _taken.Add(envelope);
        if (_first && Run.Events is not null)
        {
            envelope.Item.Report(static id => new ItemStarted(id));
        }
    }

    private async ValueTask DropFailedAsync()
    {
        for (var i = _taken.Count - 1; i >= 0; i--)
        {
            var envelope = _taken[i];
            if (Run.HasFailed(envelope.Position))
            {
                _taken.RemoveAt(i);
                envelope.Discard();
                await ReleaseAsync(envelope.Item).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Processes a batch. A failed batch is retried one value at a time, so that one bad value fails alone.</summary>
    private async ValueTask HandleAsync(int start, int count)
    {
        _values = [.. _taken.Skip(start).Take(count).Select(static e => e.Value)];
        using var activity = Run.StartActivity(Meter.Stage, _taken[start].Item);
        activity?.SetTag("batch", count);
        var failure = await _attempts.RunAsync(_taken[start].Item).ConfigureAwait(false);
        if (failure is null)
        {
            await EmitAsync(start, count).ConfigureAwait(false);
        }
        else if (count == 1)
        {
            activity?.SetStatus(System.Diagnostics.ActivityStatusCode.Error, failure.Code);
            await FailAsync(start, failure).ConfigureAwait(false);
        }
        else
        {
            for (var i = start; i < start + count; i++)
            {
                await HandleAsync(i, 1).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask RunBodyAsync(CancellationToken cancellationToken)
    {
        _results = await _body(_values, cancellationToken).ConfigureAwait(false);
        if (_results.Count != _values.Length)
        {
            throw new InvalidOperationException(
                $"Stage '{Meter.Stage}' returned {_results.Count} results for a batch of {_values.Length}; return one result for each value, in the same order.");
        }
    }

    private ValueTask FailAsync(int index, ItemFailure failure)
    {
        var envelope = HandOver(index);
        Meter.Failed++;
        envelope.Discard();
        Run.Fail(envelope.Item, failure);
        return ReleaseAsync(envelope.Item);
    }

    private async ValueTask EmitAsync(int start, int count)
    {
        var taken = Enumerable.Range(start, count).Select(HandOver).ToArray();
        Meter.Clock.Block();
        try
        {
            for (var i = 0; i < count; i++)
            {
                Meter.Out++;
                await _next.WriteAsync(new Envelope<TOut>(_results[i], taken[i].Position)).ConfigureAwait(false);
            }
        }
        finally
        {
            Meter.Clock.Resume();
        }
    }

    private Envelope<TIn> HandOver(int index)
    {
        var envelope = _taken[index];
        _taken[index] = default;
        return envelope;
    }
}
