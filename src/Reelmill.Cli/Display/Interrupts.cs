using System.Runtime.InteropServices;
using Reelmill.Core;

namespace Reelmill.Cli.Display;

/// <summary>Ctrl-C, SIGTERM or SIGHUP once: stop gracefully. Twice: cancel.</summary>
internal sealed class Interrupts : IDisposable
{
    private readonly CancellationSwitch _stopping = new();
    private readonly CancellationSwitch _cancelled = new();
    private readonly PosixSignalRegistration?[] _signals;
    private readonly Action<string> _note;
    private int _signalled;

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

    public CancellationToken Cancelled => _cancelled.Token;

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

        // Counted, since a quick second signal may come on another thread before the first one has taken effect.
        if (Interlocked.Increment(ref _signalled) > 1)
        {
            _note("Cancelling.");
            _cancelled.Cancel();
            return;
        }

        _note("Stopping: finishing what is in flight. Once more cancels it.");
        _stopping.Cancel();
    }
}
