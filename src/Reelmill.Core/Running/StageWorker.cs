using Reelmill.Core.Pipelines;
using Reelmill.Core.Reporting;

namespace Reelmill.Core.Running;

/// <summary>A worker that takes one value at a time.</summary>
internal sealed class StageWorker<TIn, TOut> : Worker<TIn>
{
    private readonly Stage<TIn, TOut> _stage;
    private readonly StageOutput<TOut> _output;
    private readonly Attempts _attempts;
    private readonly TurnGate? _turns;
    private readonly bool _first;
    private TIn _value = default!;
    private long _ticket;

    public StageWorker(
        Stage<TIn, TOut> stage, int index, StageOptions options, RunContext run, StageMeter meter, StageQueue<TIn> queue, Inlet<TOut> next, TurnGate? turns)
        : base(run, meter, queue)
    {
        _stage = stage;
        _first = index == 0;
        _turns = turns;
        _output = new StageOutput<TOut>(next, meter, index) { Turn = turns is null ? null : () => turns.WaitAsync(_ticket) };
        _attempts = new Attempts(options, run, meter, ct => _stage.ProcessAsync(_value, _output, ct), () => _output.Emitted == 0);
    }

    public override ValueTask SetUpAsync() => _stage.SetUpAsync(Run.Cancelled);

    public override ValueTask TearDownAsync() => _stage.DisposeAsync();

    public override async ValueTask ProcessAsync(Envelope<TIn> envelope)
    {
        var item = envelope.Item;
        Meter.In++;
        if (item.Failed)
        {
            envelope.Discard();
        }
        else
        {
            await HandleAsync(envelope).ConfigureAwait(false);
        }

        await ReleaseAsync(envelope).ConfigureAwait(false);
    }

    protected override async Task WorkAsync()
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

    private async ValueTask HandleAsync(Envelope<TIn> envelope)
    {
        var item = envelope.Item;
        if (_first)
        {
            item.Report(static id => new ItemStarted(id));
        }

        using var activity = Telemetry.Activities.StartActivity(Meter.Stage);
        activity?.SetTag("item", item.Id);
        _value = envelope.Value;
        _output.Begin(item, envelope.Position);
        var attempt = _attempts.RunAsync(item);
        var failure = attempt.IsCompletedSuccessfully ? attempt.Result : await attempt.ConfigureAwait(false);
        _value = default!;
        if (failure is not null)
        {
            Meter.Failed++;
            activity?.SetStatus(System.Diagnostics.ActivityStatusCode.Error, failure.Code);
            envelope.Discard();
            item.Fail(failure);
        }
    }

    private async ValueTask ProcessInTurnAsync(Envelope<TIn> envelope)
    {
        try
        {
            await ProcessAsync(envelope).ConfigureAwait(false);
        }
        finally
        {
            await _turns!.WaitAsync(_ticket).ConfigureAwait(false);
            _turns.Pass();
        }
    }

    private bool TryTake(out Envelope<TIn> envelope)
    {
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
