using System.Runtime.InteropServices;
using Reelmill.Core;

namespace Reelmill.Cli.Display;

/// <summary>Handles Ctrl-C, SIGTERM and SIGHUP: the first signal stops gracefully, the second cancels.</summary>
internal sealed class Interrupts : IDisposable
{
    private readonly CancellationSwitch _stopping = new();
    private readonly CancellationSwitch _canceled = new();
    private readonly PosixSignalRegistration?[] _signals;
    private readonly Action<string> _note;
    private int _signalCount;

    public Interrupts(Action<string> note)
    {
        _note = note;
        _signals =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
            HangUp.Handle(OnSignal),
        ];
    }

    public CancellationToken Stopping => _stopping.Token;

    public CancellationToken Canceled => _canceled.Token;

    public void Dispose()
    {
        foreach (var signal in _signals)
        {
            signal?.Dispose();
        }
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;

        // Counted atomically, because a second signal can arrive on another thread before the first has taken effect.
        if (Interlocked.Increment(ref _signalCount) > 1)
        {
            _note("Canceling.");
            _canceled.Cancel();
            return;
        }

        _note("Stopping: finishing work in flight. Interrupt again to cancel.");
        _stopping.Cancel();
    }
}
