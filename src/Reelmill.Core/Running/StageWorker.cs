using System.Diagnostics;
using Reelmill.Core.Reporting;

namespace Reelmill.Core.Running;

/// <summary>A worker that processes one value at a time.</summary>
/// <remarks>A body that completes synchronously adds no asynchronous layer: the methods here await only incomplete tasks.</remarks>
internal sealed class StageWorker<TIn, TOut> : Worker<TIn>
{
    private readonly Func<Stage<TIn, TOut>> _create;
    private readonly StageOutput<TOut> _output;
    private readonly Attempts _attempts;
    private readonly OrderGate? _turns;
    private readonly bool _first;
    private Stage<TIn, TOut>? _stage;
    private TIn _value = default!;
    private long _ticket;

    public StageWorker(
        Func<Stage<TIn, TOut>> create, int index, StageOptions options, RunContext run, StageMeter meter, StageQueue<TIn> queue, Inlet<TOut> next, OrderGate? turns)
        : base(run, meter, queue)
    {
        _create = create;
        _first = index == 0;
        _turns = turns;
        var slot = run.CreateSlot(options, meter);
        _attempts = new Attempts(options, run, meter, ct => _stage!.ProcessAsync(_value, _output!, ct), () => !_output!.HasEmitted, slot);
        _output = new StageOutput<TOut>(next, meter, index, _attempts, slot, turns is null ? null : () => turns.WaitAsync(_ticket));
    }

    public override ValueTask ProcessAsync(Envelope<TIn> envelope)
    {
        var bytes = Queue.GetSize(envelope.Value);
        Meter.In++;
        if (Run.HasFailed(envelope.Position))
        {
            return GiveUpAsync(envelope, bytes);
        }

        if (_first && Run.Events is not null)
        {
            envelope.Item.Report(static id => new ItemStarted(id));
        }

        _output.Begin(envelope.Position, envelope.Value as IDisposable);
        if (!_attempts.IsDirect || Telemetry.Activities.HasListeners())
        {
            return AttemptAsync(envelope, bytes);
        }

        ValueTask work;
        try
        {
            work = _stage!.ProcessAsync(envelope.Value, _output, Run.Cancelled);
        }
        catch (Exception e) when (e is not PipelineException)
        {
            return FinishAsync(envelope, bytes, _attempts.ToFailure(e));
        }

        return work.IsCompletedSuccessfully ? FinishAsync(envelope, bytes, null) : AwaitAsync(envelope, bytes, work);
    }

    public override void Discard() => _output.DiscardInput();

    protected override ValueTask SetUpAsync()
    {
        _stage = _create();
        return _stage.SetUpAsync(Run.Cancelled);
    }

    protected override ValueTask TearDownAsync() => _stage?.DisposeAsync() ?? ValueTask.CompletedTask;

    protected override async ValueTask WorkAsync()
    {
        do
        {
            while (!Run.Cancelled.IsCancellationRequested && TryTake(out var envelope))
            {
                var process = _turns is null ? ProcessAsync(envelope) : ProcessInTurnAsync(envelope);
                if (!process.IsCompletedSuccessfully)
                {
                    await process.ConfigureAwait(false);
                }
            }
        }
        while (!Run.Cancelled.IsCancellationRequested && await StarveAsync().ConfigureAwait(false));
    }

    /// <summary>Discards a value whose item has failed.</summary>
    private ValueTask GiveUpAsync(Envelope<TIn> envelope, long bytes)
    {
        envelope.Discard();
        Queue.Release(bytes);
        return ReleaseAsync(envelope.Item);
    }

    private async ValueTask AwaitAsync(Envelope<TIn> envelope, long bytes, ValueTask work) =>
        await FinishAsync(envelope, bytes, await _attempts.AwaitOutcomeAsync(work).ConfigureAwait(false)).ConfigureAwait(false);

    /// <summary>Processes a value with a deadline, retries, a budget or an activity.</summary>
    private async ValueTask AttemptAsync(Envelope<TIn> envelope, long bytes)
    {
        ItemFailure? failure;
        _value = envelope.Value;
        using (var activity = Run.StartActivity(Meter.Stage, envelope.Item))
        {
            failure = await _attempts.RunAsync(envelope.Item).ConfigureAwait(false);
            if (failure is not null)
            {
                activity?.SetStatus(ActivityStatusCode.Error, failure.Code);
            }
        }

        _value = default!;
        await FinishAsync(envelope, bytes, failure).ConfigureAwait(false);
    }

    private ValueTask FinishAsync(Envelope<TIn> envelope, long bytes, ItemFailure? failure)
    {
        if (failure is not null)
        {
            Meter.Failed++;
        }

        if (failure is not null && !Recover(envelope.Value, failure))
        {
            _output.DiscardInput();
            Run.Fail(envelope.Item, failure);
        }
        else if (_output.End())
        {
            var write = _output.WriteLastAsync();
            if (!write.IsCompletedSuccessfully)
            {
                return ReleaseAfterAsync(write, bytes);
            }

            Queue.Release(bytes);
            return ValueTask.CompletedTask;
        }

        Queue.Release(bytes);
        return ReleaseAsync(envelope.Item);
    }

    private bool Recover(TIn value, ItemFailure failure)
    {
        if (_output.HasEmitted || !_stage!.TryRecover(value, failure, out var result))
        {
            return false;
        }

        _output.EmitLast(result);
        return true;
    }

    private async ValueTask ReleaseAfterAsync(ValueTask write, long bytes)
    {
        await write.ConfigureAwait(false);
        Queue.Release(bytes);
    }

    private async ValueTask ProcessInTurnAsync(Envelope<TIn> envelope)
    {
        try
        {
            await ProcessAsync(envelope).ConfigureAwait(false);
        }
        finally
        {
            await Meter.BlockAsync(_turns!.WaitAsync(_ticket)).ConfigureAwait(false);
            _turns.Pass();
        }
    }

    private bool TryTake(out Envelope<TIn> envelope)
    {
        Queue.Measure(Meter.In);
        if (_turns is null)
        {
            return Queue.Reader.TryRead(out envelope);
        }

        lock (_turns.Gate)
        {
            if (!Queue.Reader.TryRead(out envelope))
            {
                return false;
            }

            _ticket = _turns.Draw();
            return true;
        }
    }
}
