using Reelmill.Core.Pipelines;
using Reelmill.Core.Reporting;

namespace Reelmill.Core.Running;

/// <summary>A worker that takes values together, as many as wait or as come in time.</summary>
internal sealed class BatchWorker<TIn, TOut> : Worker<TIn>
{
    private readonly BatchBody<TIn, TOut> _body;
    private readonly BatchOptions _batch;
    private readonly Inlet<TOut> _next;
    private readonly Attempts _attempts;
    private readonly List<Envelope<TIn>> _taken;
    private TIn[] _values = [];
    private IReadOnlyList<TOut> _results = [];

    public BatchWorker(
        BatchBody<TIn, TOut> body, BatchOptions batch, StageOptions options, RunContext run, StageMeter meter, StageQueue<TIn> queue, Inlet<TOut> next)
        : base(run, meter, queue)
    {
        _body = body;
        _batch = batch;
        _next = next;
        _taken = new List<Envelope<TIn>>(batch.Size);
        _attempts = new Attempts(options, run, meter, RunBodyAsync, static () => true);
    }

    public override ValueTask SetUpAsync() => ValueTask.CompletedTask;

    public override ValueTask TearDownAsync() => ValueTask.CompletedTask;

    public override ValueTask ProcessAsync(Envelope<TIn> envelope)
    {
        _taken.Add(envelope);
        return _taken.Count < _batch.Size ? ValueTask.CompletedTask : FlushAsync();
    }

    public override async ValueTask FlushAsync()
    {
        if (_taken.Count == 0)
        {
            return;
        }

        var batch = _taken.ToArray();
        _taken.Clear();
        Meter.In += batch.Length;
        await HandleAsync(batch.Where(static e => !e.Item.Failed).ToArray()).ConfigureAwait(false);
        foreach (var envelope in batch.Where(static e => e.Item.Failed))
        {
            envelope.Discard();
        }

        foreach (var envelope in batch)
        {
            await ReleaseAsync(envelope).ConfigureAwait(false);
        }
    }

    public override void Discard() => _taken.ForEach(static e => e.Discard());

    protected override async Task WorkAsync()
    {
        while (!Run.Cancelled.IsCancellationRequested && await StarveAsync().ConfigureAwait(false))
        {
            await FillAsync().ConfigureAwait(false);
            await FlushAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask FillAsync()
    {
        Take();
        if (_taken.Count is 0 || _taken.Count == _batch.Size)
        {
            return;
        }

        // A batch that is not full waits for company, but only so long: the last one must not wait for ever.
        using var deadline = new CancellationTokenSource(_batch.Within, Run.Time);
        Meter.Clock.Starve();
        try
        {
            while (_taken.Count < _batch.Size && await Queue.Reader.WaitToReadAsync(deadline.Token).ConfigureAwait(false))
            {
                Take();
            }
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            Take();
        }
        finally
        {
            Meter.Clock.Resume();
        }
    }

    private void Take()
    {
        while (_taken.Count < _batch.Size && Queue.Reader.TryRead(out var envelope))
        {
            _taken.Add(envelope);
        }
    }

    /// <summary>A batch that fails is tried again one value at a time, so that one bad value fails alone.</summary>
    private async ValueTask HandleAsync(Envelope<TIn>[] batch)
    {
        if (batch.Length == 0)
        {
            return;
        }

        _values = Array.ConvertAll(batch, static e => e.Value);
        var failure = await _attempts.RunAsync(batch[0].Item).ConfigureAwait(false);
        if (failure is null)
        {
            await EmitAsync(batch).ConfigureAwait(false);
        }
        else if (batch.Length == 1)
        {
            Meter.Failed++;
            batch[0].Item.Fail(failure);
        }
        else
        {
            foreach (var envelope in batch)
            {
                await HandleAsync([envelope]).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask RunBodyAsync(CancellationToken cancellationToken)
    {
        _results = await _body(_values, cancellationToken).ConfigureAwait(false);
        if (_results.Count != _values.Length)
        {
            throw new InvalidOperationException(
                $"Stage '{Meter.Stage}' gave {_results.Count} results for a batch of {_values.Length}; it must give one for each value, in the same order.");
        }
    }

    private async ValueTask EmitAsync(Envelope<TIn>[] batch)
    {
        Meter.Clock.Block();
        try
        {
            for (var i = 0; i < batch.Length; i++)
            {
                batch[i].Item.Retain();
                Meter.Out++;
                await _next.WriteAsync(new Envelope<TOut>(_results[i], batch[i].Item, batch[i].Position)).ConfigureAwait(false);
            }
        }
        finally
        {
            Meter.Clock.Resume();
        }
    }
}
