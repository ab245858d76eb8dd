namespace Reelmill.Vision.Onnx;

/// <summary>An open model.</summary>
/// <remarks>
/// Thread-safe: any number of callers may run it at the same time. Tensors are not copied: the runtime reads and writes
/// the caller's memory. Disposing it while it runs lets those runs end first.
/// </remarks>
public sealed class OnnxSession : IDisposable
{
    private readonly OnnxRuntime _runtime;
    private readonly SessionHandle _session;
    private readonly string _running;

    private OnnxSession(OnnxRuntime runtime, string name, SessionHandle session, OnnxSessionOptions options)
    {
        (_runtime, _session, Provider) = (runtime, session, options.Provider);
        _running = $"Running {name}";
    }

    /// <summary>What the model takes, in its order.</summary>
    public IReadOnlyList<OnnxValueInfo> Inputs => _session.Inputs;

    /// <summary>What the model gives, in its order.</summary>
    public IReadOnlyList<OnnxValueInfo> Outputs => _session.Outputs;

    /// <summary>What computes.</summary>
    public OnnxProvider Provider { get; }

    /// <summary>Opens a model.</summary>
    /// <param name="runtime">The library.</param>
    /// <param name="name">What messages call the model.</param>
    /// <param name="model">The whole ONNX file; it is no longer needed afterwards.</param>
    /// <param name="options">How it is run; the defaults when null.</param>
    /// <returns>The session, which the caller disposes.</returns>
    /// <exception cref="OnnxException">It is no valid model, or the provider is not there.</exception>
    public static OnnxSession Open(OnnxRuntime runtime, string name, ReadOnlySpan<byte> model, OnnxSessionOptions? options = null)
    {
        options ??= new OnnxSessionOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(options.Threads, nameof(options));
        var api = runtime.Api;
        var native = api.CreateSessionOptions();
        try
        {
            Apply(options, api, native);
            var session = new SessionHandle(api, api.CreateSession($"Opening {name}", runtime.Environment, model, native));
            return new OnnxSession(runtime, name, session, options);
        }
        finally
        {
            api.ReleaseSessionOptions(native);
        }
    }

    /// <summary>Runs the model once, on the calling thread.</summary>
    /// <param name="inputs">Every input.</param>
    /// <param name="outputs">The outputs that are wanted; their memory is written.</param>
    /// <param name="cancellationToken">Ends the run after the node that it is at, within a fraction of a second.</param>
    /// <exception cref="OnnxException">A shape does not fit, or the run failed.</exception>
    /// <exception cref="ArgumentException">The model has no input or output of a name.</exception>
    /// <exception cref="ObjectDisposedException">The session was disposed.</exception>
    public void Run(ReadOnlySpan<OnnxInput> inputs, ReadOnlySpan<OnnxOutput> outputs, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var held = false;
        _session.DangerousAddRef(ref held);
        try
        {
            using var from = new BoundTensors(_runtime, _running, _session.InputNames, inputs.Length);
            foreach (var input in inputs)
            {
                from.Add(input.Name, input.Data.Pin(), input.Data.Length, input.Shape);
            }

            using var to = new BoundTensors(_runtime, _running, _session.OutputNames, outputs.Length);
            foreach (var output in outputs)
            {
                to.Add(output.Name, output.Data.Pin(), output.Data.Length, output.Shape);
            }

            Run(from, to, cancellationToken);
        }
        finally
        {
            _session.DangerousRelease();
        }
    }

    /// <summary>Closes the model.</summary>
    public void Dispose() => _session.Dispose();

    private static void Apply(OnnxSessionOptions options, OrtApi api, nint native)
    {
        api.SetThreads(native, options.Threads);

        // A thread that spins for its next piece of work takes a core from the decoders.
        api.SetEntry(native, "session.intra_op.allow_spinning"u8, "0"u8);
        if (options.Provider == OnnxProvider.TensorRt)
        {
            api.AppendTensorRt(native);
        }

        if (options.Provider != OnnxProvider.Cpu)
        {
            api.AppendCuda(native);
        }
    }

    private void Run(BoundTensors from, BoundTensors to, CancellationToken cancellationToken)
    {
        var api = _runtime.Api;
        var options = api.CreateRunOptions();
        try
        {
            // Disposing the registration waits for a callback under way, so the options outlive it.
            using var registration = cancellationToken.UnsafeRegister(_ => api.Terminate(options), state: null);
            api.Run(_running, _session.DangerousGetHandle(), options, (from.Names, from.Values), (to.Names, to.Values));
        }
        catch (OnnxException e) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
        finally
        {
            api.ReleaseRunOptions(options);
        }
    }
}
