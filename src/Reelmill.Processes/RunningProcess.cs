using System.IO.Pipes;
using Microsoft.Win32.SafeHandles;
using Reelmill.Core;

namespace Reelmill.Processes;

/// <summary>A process that has been started: its stdout, its end, and the way to stop it.</summary>
/// <remarks>
/// One reader at a time. Every other member may be used from any thread. Whatever the process leaves running in its
/// session when it ends is killed.
/// </remarks>
public sealed partial class RunningProcess : IAsyncDisposable
{
    /// <summary>No timer takes more. A limit that grows with the length of a video may be longer.</summary>
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(49);

    /// <summary>How long to wait for pipes that somebody outside the session holds open, once the process has ended.</summary>
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(2);

    private static readonly string[] OutOfMemory = ["Cannot allocate memory", "Failed to allocate"];

    private readonly ProcessSpec _spec;
    private readonly Child _child;
    private readonly TimeProvider _time;
    private readonly CancellationToken _callerToken;
    private readonly AnonymousPipeClientStream _output;
    private readonly StallWatch _watch;
    private readonly ErrorPump _errors;
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
        _output = Wrap(child.OutputDescriptor);
        _watch = new StallWatch(time, spec.StallLimit, OnStall);
        _errors = new ErrorPump(Wrap(child.ErrorDescriptor), _watch, spec.OnErrorLine, OnHandlerFailure);
        _wall = time.CreateTimer(static p => ((RunningProcess)p!).OnWallLimit(), this, spec.WallLimit < LongestTimer ? spec.WallLimit : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Exit = WatchAsync(_errors.RunAsync(_errorsAbandoned.Token));
        _registration = callerToken.UnsafeRegister(static p => ((RunningProcess)p!).RequestStop(StopReason.Cancelled), this);
    }

    /// <summary>The process's id, which is its session's id too.</summary>
    public int Id => _child.Id;

    /// <summary>Ends when the process has been reaped and its stderr has been read; never fails.</summary>
    public Task<ProcessExit> Exit { get; }

    /// <summary>The last 16 KiB of stderr so far.</summary>
    public string ErrorTail => _errors.Tail;

    /// <summary>Reads what the process has written to stdout. Waiting here is what the stall limit counts.</summary>
    /// <param name="buffer">Filled from its start; a large one saves calls.</param>
    /// <param name="cancellationToken">Ends this read only; the process goes on.</param>
    /// <returns>The number of bytes, or 0 at the end of stdout.</returns>
    /// <exception cref="ProcessFailedException">The process was ended because it broke a limit.</exception>
    /// <exception cref="OperationCanceledException">This token, or the one that the process was started with, was cancelled.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var count = await ReadOutputAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (count == 0 && _stopReason is not null)
        {
            await ThrowStoppedAsync().ConfigureAwait(false);
        }

        return count;
    }

    /// <summary>Reads and discards what is left of stdout and waits for the end of the process.</summary>
    /// <param name="cancellationToken">Ends the wait; the process goes on.</param>
    /// <returns>How it ended; its code is 0.</returns>
    /// <exception cref="ProcessFailedException">It ended with another code than 0, or because it broke a limit.</exception>
    /// <exception cref="PipelineException">It failed because the machine lacks something, such as space on the disk: see <see cref="SystemErrors"/>.</exception>
    /// <exception cref="ItemException">
    /// Worth another try: <c>out_of_memory</c>; <c>too_many_processes</c>: it failed while hardly any more processes and
    /// threads are allowed, which may be why.
    /// </exception>
    /// <exception cref="OperationCanceledException">This token, or the one that the process was started with, was cancelled.</exception>
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
        return exit.Code == 0 ? exit : throw Failure(exit);
    }

    /// <summary>
    /// Stops the process if it still runs: interrupts it, discards its output while it finishes, kills its tree when
    /// <see cref="ProcessSpec.StopGrace"/> is over, and reaps it. Bounded, also when somebody holds its pipes open.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (!Exit.IsCompleted)
        {
            var drained = DrainAsync(_outputAbandoned.Token);
            await EndAsync().ConfigureAwait(false);
            await _outputAbandoned.CancelAsync().ConfigureAwait(false);
            await drained.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await _registration.DisposeAsync().ConfigureAwait(false);
        await _wall.DisposeAsync().ConfigureAwait(false);
        _watch.Dispose();
        await _output.DisposeAsync().ConfigureAwait(false);
    }

    private static AnonymousPipeClientStream Wrap(int descriptor) =>
        new(PipeDirection.In, new SafePipeHandle(descriptor, ownsHandle: true));

    /// <summary>Why it failed: it is to blame, or what it was given, unless the machine lacks what it needs.</summary>
    private Exception Failure(ProcessExit exit)
    {
        var failure = new ProcessFailedException(_spec, ProcessFailureReason.Exit, Describe(exit), exit);
        var doing = $"Running {Path.GetFileName(_spec.Executable)}";
        var said = CommandText.OwnWords(_spec, exit.ErrorTail);
        return SystemErrors.Explain(doing, said, exit.Signal, failure) switch
        {
            { } lacking => lacking,

            // Damaged data may ask for any amount, so that this is the item's failure, and worth another try.
            _ when OutOfMemory.Any(w => said.Contains(w, StringComparison.Ordinal)) => Passing(SystemErrors.OutOfMemory, $"{doing} failed for want of memory"),
            _ when ProcessLimit.IsNear() => Passing(SystemErrors.TooManyProcesses, $"{doing} failed where hardly any more processes are allowed"),
            _ => failure,
        };

        ItemException Passing(string code, string what) => new(code, $"{what}. {SystemErrors.GetAdvice(code)}", transient: true, failure);
    }

    private static string Describe(ProcessExit exit) =>
        exit.Signal is { } signal ? $"was ended by signal {signal}" : $"failed with exit code {exit.Code}";
}
