using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Reelmill.Vision.Onnx;

/// <summary>An open model.</summary>
/// <remarks>
/// Thread-safe: any number of callers may run it at the same time. Tensors are not copied: the runtime reads and writes
/// the caller's memory. Disposing it while it runs lets those runs end first.
/// </remarks>
public sealed class OnnxSession : IDisposable
{
    private readonly SessionHandle _session;
    private readonly string _running;
    private volatile bool _disposed;

    private OnnxSession(string name, InferenceSession session, OnnxSessionOptions options)
    {
        _session = new SessionHandle(session);
        _running = $"Running {name}";
        Provider = options.Provider;
        Inputs = [.. session.InputNames.Select(n => OnnxValueInfo.Of(n, session.InputMetadata[n]))];
        Outputs = [.. session.OutputNames.Select(n => OnnxValueInfo.Of(n, session.OutputMetadata[n]))];
    }

    /// <summary>What the model takes, in its order.</summary>
    public IReadOnlyList<OnnxValueInfo> Inputs { get; }

    /// <summary>What the model gives, in its order.</summary>
    public IReadOnlyList<OnnxValueInfo> Outputs { get; }

    /// <summary>What computes.</summary>
    public OnnxProvider Provider { get; }

    /// <summary>Opens a model.</summary>
    /// <param name="runtime">The library.</param>
    /// <param name="name">What messages call the model.</param>
    /// <param name="model">The whole ONNX file; it is no longer needed afterwards.</param>
    /// <param name="options">How it is run; the defaults when null.</param>
    /// <returns>The session, which the caller disposes.</returns>
    /// <exception cref="OnnxException">It is no valid model.</exception>
    /// <exception cref="OnnxProviderException">The provider is not there.</exception>
    public static OnnxSession Open(OnnxRuntime runtime, string name, byte[] model, OnnxSessionOptions? options = null)
    {
        options ??= new OnnxSessionOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(options.Threads, nameof(options));
        using var native = new SessionOptions { IntraOpNumThreads = options.Threads };

        // A thread that spins for its next piece of work takes a core from the decoders.
        native.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        Append(options.Provider, runtime, native);
        try
        {
            return new OnnxSession(name, new InferenceSession(model, native), options);
        }
        catch (OnnxRuntimeException e)
        {
            throw new OnnxException($"Opening {name}", e);
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

        // A handle refuses new holders only when the last one has gone, which callers that overlap put off for ever.
        ObjectDisposedException.ThrowIf(_disposed, this);
        var held = false;
        _session.DangerousAddRef(ref held);
        try
        {
            using var from = new BoundTensors("input", Inputs, inputs.Length);
            foreach (var input in inputs)
            {
                // The runtime only reads inputs.
                from.Add(input.Name, MemoryMarshal.AsMemory(input.Data), input.Shape);
            }

            using var to = new BoundTensors("output", Outputs, outputs.Length);
            foreach (var output in outputs)
            {
                to.Add(output.Name, output.Data, output.Shape);
            }

            Run(from, to, cancellationToken);
        }
        catch (OnnxRuntimeException e) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
        catch (OnnxRuntimeException e)
        {
            throw new OnnxException(_running, e);
        }
        finally
        {
            _session.DangerousRelease();
        }
    }

    /// <summary>Closes the model.</summary>
    public void Dispose()
    {
        _disposed = true;
        _session.Dispose();
    }

    private void Run(BoundTensors from, BoundTensors to, CancellationToken cancellationToken)
    {
        using var options = new RunOptions();

        // Disposing the registration waits for a callback under way, so the options outlive it.
        using var registration = cancellationToken.UnsafeRegister(static o => ((RunOptions)o!).Terminate = true, options);
        _session.Session.Run(options, from.Names, from.Values, to.Names, to.Values);
    }

    private static void Append(OnnxProvider provider, OnnxRuntime runtime, SessionOptions native)
    {
        try
        {
            AppendTo(native, provider);
        }
        catch (Exception e) when (e is OnnxRuntimeException or EntryPointNotFoundException)
        {
            throw new OnnxProviderException(provider, runtime, e);
        }
    }

    /// <summary>Puts a provider, with its defaults, before the processor.</summary>
    private static void AppendTo(SessionOptions native, OnnxProvider provider)
    {
        switch (provider)
        {
            // By their option objects: the calls that take a device number do not say which library is missing.
            case OnnxProvider.TensorRt:
                using (var options = new OrtTensorRTProviderOptions())
                {
                    native.AppendExecutionProvider_Tensorrt(options);
                }

                AppendTo(native, OnnxProvider.Cuda);
                break;
            case OnnxProvider.Cuda:
                using (var options = new OrtCUDAProviderOptions())
                {
                    native.AppendExecutionProvider_CUDA(options);
                }

                break;
            case OnnxProvider.OpenVino:
                native.AppendExecutionProvider_OpenVINO();
                break;
            default:
                break;
        }
    }
}
