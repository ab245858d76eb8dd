using System.Runtime.ExceptionServices;
using Reelmill.Core.Pipelines;
using Reelmill.Core.Reporting;

namespace Reelmill.Core.Running;

/// <summary>What the parts of one run share.</summary>
internal sealed class RunContext(
    string pipeline,
    RunMode mode,
    IReadOnlyDictionary<string, StageOptions> tuning,
    IProgress<RunEvent>? events,
    TimeProvider time,
    CancellationTokenSource cancellation)
{
    private ExceptionDispatchInfo? _fault;

    public string Pipeline => pipeline;

    public bool Sequential => mode == RunMode.Sequential;

    public IProgress<RunEvent>? Events => events;

    public TimeProvider Time => time;

    public CancellationToken Cancelled { get; } = cancellation.Token;

    public List<StageRunner> Stages { get; } = [];

    public StageOptions OptionsOf(string stage, StageOptions? own)
    {
        var options = (own ?? new StageOptions()).Over(null);
        options = tuning.TryGetValue(stage, out var tuned) ? tuned.Over(options) : options;
        options.Validate(stage);
        return Sequential ? options with { Workers = 1, QueueBytes = null, Ordered = null } : options;
    }

    /// <summary>Ends the run for a reason that is no single item's; the first reason counts.</summary>
    public void Fault(Exception error)
    {
        if (error is OperationCanceledException && Cancelled.IsCancellationRequested)
        {
            return;
        }

        Interlocked.CompareExchange(ref _fault, ExceptionDispatchInfo.Capture(error), null);
        cancellation.Cancel();
    }

    public Exception? FaultOrCancellation() =>
        _fault?.SourceException ?? (Cancelled.IsCancellationRequested ? new OperationCanceledException(Cancelled) : null);

    public void ThrowIfEnded()
    {
        _fault?.Throw();
        Cancelled.ThrowIfCancellationRequested();
    }
}
