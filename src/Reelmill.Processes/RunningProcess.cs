using System.IO.Pipes;
using Microsoft.Win32.SafeHandles;
using Reelmill.Core;

namespace Reelmill.Processes;

/// <summary>A started process: reads its stdout, awaits its exit and stops it.</summary>
/// <remarks>
/// Only one reader at a time; all other members are safe for concurrent use. When the process exits, every process that
/// still runs in its session is killed.
/// </remarks>
public sealed partial class RunningProcess : IAsyncDisposable
{
    /// <summary>The longest period of a timer. A limit that is proportional to the length of a video may exceed it.</summary>
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(49);

    /// <summary>How long to wait, after the exit, for pipes that a process outside the session keeps open.</summary>
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(2);

    private static readonly string[] OutOfMemoryPhrases = ["Cannot allocate memory", "Failed to allocate"];

    private readonly ProcessSpec _spec;
    private readonly Child _child;
    private readonly TimeProvider _time;
    private readonly CancellationToken _callerToken;
    private readonly AnonymousPipeClientStream _output;
    private readonly StallWatch _watch;
    private readonly StderrReader _errors;
    private readonly ITimer _wall;
    private readonly CancellationSwitch _outputAbandoned = new();
    private readonly CancellationTokenSource _errorsAbandoned = new();
    private readonly CancellationTokenRegistration _registration;

    internal RunningProcess(ProcessSpec spec, Child child, TimeProvider time, CancellationToken callerToken)
    {
        _spec = spec;
        _child = child;
        _time = time;
        _callerToken = callerToken;
        _output = OpenPipe(child.OutputDescriptor);
        _watch = new StallWatch(time, spec.StallLimit, OnStall);
        _errors = new StderrReader(OpenPipe(child.ErrorDescriptor), _watch, spec.OnErrorLine, OnHandlerFailure);
        _wall = time.CreateTimer(static p => ((RunningProcess)p!).OnWallLimit(), this, spec.WallLimit < LongestTimer ? spec.WallLimit : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Exit = WatchAsync(_errors.RunAsync(_errorsAbandoned.Token));
        _registration = callerToken.UnsafeRegister(static p => ((RunningProcess)p!).RequestStop(StopReason.Canceled), this);
    }

    /// <summary>The process id, which is also the session id.</summary>
    public int Id => _child.Id;

    /// <summary>Completes when the process has been reaped and stderr has been read; never faults.</summary>
    public Task<ProcessExit> Exit { get; }

    /// <summary>The last 16 KiB that the process has written to stderr so far.</summary>
    public string ErrorTail => _errors.Tail;

    /// <summary>Reads from stdout. The stall limit counts the time that this call waits.</summary>
    /// <param name="buffer">The buffer to fill; a large one needs fewer calls.</param>
    /// <param name="cancellationToken">Cancels this read only; the process keeps running.</param>
    /// <returns>The number of bytes read; 0 at the end of stdout.</returns>
    /// <exception cref="ProcessFailedException">The process was stopped because it exceeded a limit.</exception>
    /// <exception cref="OperationCanceledException">This token, or the token passed to the launcher, was canceled.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var count = await ReadOutputAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (count == 0 && _stopReason is not null)
        {
            await ThrowStoppedAsync().ConfigureAwait(false);
        }

        return count;
    }

    /// <summary>Discards the rest of stdout and waits for the process to exit.</summary>
    /// <param name="cancellationToken">Cancels the wait; the process keeps running.</param>
    /// <returns>The exit status; its code is 0.</returns>
    /// <exception cref="ProcessFailedException">The process exited with a code other than 0, or was stopped because it exceeded a limit.</exception>
    /// <exception cref="PipelineException">The process failed for lack of a system resource, such as disk space: see <see cref="SystemErrors"/>.</exception>
    /// <exception cref="ItemException">
    /// Transient: <c>out_of_memory</c>, or <c>too_many_processes</c> when the process failed close to the limit of
    /// processes and threads, the likely cause.
    /// </exception>
    /// <exception cref="OperationCanceledException">This token, or the token passed to the launcher, was canceled.</exception>
    public async Task<ProcessExit> CompleteAsync(CancellationToken cancellationToken)
    {
        await DrainAsync(cancellationToken).ConfigureAwait(false);
        _watch.BeginWait();
        try
        {
            await Exit.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _watch.EndWait(gotOutput: false);
        }

        if (_stopReason is not null)
        {
            await ThrowStoppedAsync().ConfigureAwait(false);
        }

        var exit = await Exit.ConfigureAwait(false);
        return exit.Code == 0 ? exit : throw CreateFailure(exit);
    }

    /// <summary>
    /// Stops the process if it still runs: interrupts it, discards its output while it finishes, kills the process tree
    /// after <see cref="ProcessSpec.StopGrace"/>, and reaps it. Takes bounded time even if another process keeps the
    /// pipes open.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (!Exit.IsCompleted)
        {
            var drained = DrainAsync(_outputAbandoned.Token);
            await StopAndWaitAsync().ConfigureAwait(false);
            await _outputAbandoned.CancelAsync().ConfigureAwait(false);
            await drained.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await _registration.DisposeAsync().ConfigureAwait(false);
        await _wall.DisposeAsync().ConfigureAwait(false);
        _watch.Dispose();
        await _output.DisposeAsync().ConfigureAwait(false);
    }

    private static AnonymousPipeClientStream OpenPipe(int descriptor) =>
        new(PipeDirection.In, new SafePipeHandle(descriptor, ownsHandle: true));

    /// <summary>Attributes the failure to the machine, to memory or process limits, or else to the process and its input.</summary>
    private Exception CreateFailure(ProcessExit exit)
    {
        var failure = new ProcessFailedException(_spec, ProcessFailureReason.Exit, Describe(exit), exit);
        var action = $"Running {Path.GetFileName(_spec.Executable)}";
        var output = CommandText.RemoveArguments(_spec, exit.ErrorTail);
        return SystemErrors.Explain(action, output, exit.Signal, failure) switch
        {
            { } systemFailure => systemFailure,

            // A damaged file may request any amount of memory, so this is a failure of the item, and transient.
            _ when OutOfMemoryPhrases.Any(w => output.Contains(w, StringComparison.Ordinal)) => CreateTransient(SystemErrors.OutOfMemory, $"{action} failed for lack of memory"),
            _ when ProcessLimit.IsNear() => CreateTransient(SystemErrors.TooManyProcesses, $"{action} failed close to the limit of processes and threads"),
            _ => failure,
        };

        ItemException CreateTransient(string code, string description) => new(code, $"{description}. {SystemErrors.GetAdvice(code)}", transient: true, failure);
    }

    private static string Describe(ProcessExit exit) =>
        exit.Signal is { } signal ? $"was terminated by signal {signal}" : $"failed with exit code {exit.Code}";
}
