using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Reelmill.Vision.Onnx;

/// <summary>An inference session: an open model.</summary>
/// <remarks>
/// Safe for concurrent use. Tensors are not copied: ONNX Runtime reads and writes the caller's memory. Disposal waits for
/// active runs.
/// </remarks>
public sealed class OnnxSession : IDisposable
{
    private readonly SessionHandle _session;
    private readonly string _runAction;
    private volatile bool _disposed;

    private OnnxSession(string name, InferenceSession session, OnnxSessionOptions options)
    {
        _session = new SessionHandle(session);
        _runAction = $"Running {name}";
        Provider = options.Provider;
        Inputs = [.. session.InputNames.Select(n => OnnxValueInfo.From(n, session.InputMetadata[n]))];
        Outputs = [.. session.OutputNames.Select(n => OnnxValueInfo.From(n, session.OutputMetadata[n]))];
    }

    /// <summary>The inputs of the model, in its order.</summary>
    public IReadOnlyList<OnnxValueInfo> Inputs { get; }

    /// <summary>The outputs of the model, in its order.</summary>
    public IReadOnlyList<OnnxValueInfo> Outputs { get; }

    /// <summary>The execution provider.</summary>
    public OnnxProvider Provider { get; }

    /// <summary>Opens a model.</summary>
    /// <param name="runtime">The loaded ONNX Runtime.</param>
    /// <param name="name">The name of the model for error messages.</param>
    /// <param name="model">The whole ONNX file; the session does not keep the array.</param>
    /// <param name="options">The session options; defaults when null.</param>
    /// <returns>The session; the caller disposes it.</returns>
    /// <exception cref="OnnxException">The model is not valid.</exception>
    /// <exception cref="OnnxProviderException">The provider is not available.</exception>
    public static OnnxSession Open(OnnxRuntime runtime, string name, byte[] model, OnnxSessionOptions? options = null)
    {
        options ??= new OnnxSessionOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(options.Threads, nameof(options));
        using var native = new SessionOptions { IntraOpNumThreads = options.Threads };

        // Spinning worker threads would take cores from the decoders.
        native.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        AppendProvider(options.Provider, runtime, native);
        try
        {
            return new OnnxSession(name, new InferenceSession(model, native), options);
        }
        catch (OnnxRuntimeException e)
        {
            throw new OnnxException($"Opening {name}", e);
        }
    }

    /// <summary>Runs one inference on the calling thread.</summary>
    /// <param name="inputs">All inputs.</param>
    /// <param name="outputs">The requested outputs, whose memory is written.</param>
    /// <param name="cancellationToken">Cancels the run after the current node, within a fraction of a second.</param>
    /// <exception cref="OnnxException">A shape does not match, or the run failed.</exception>
    /// <exception cref="ArgumentException">The model has no input or output of a given name.</exception>
    /// <exception cref="ObjectDisposedException">The session has been disposed.</exception>
    public void Run(ReadOnlySpan<OnnxInput> inputs, ReadOnlySpan<OnnxOutput> outputs, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();

        // A SafeHandle rejects new references only after the last release, which overlapping callers can delay forever.
        ObjectDisposedException.ThrowIf(_disposed, this);
        var added = false;
        _session.DangerousAddRef(ref added);
        try
        {
            using var boundInputs = new BoundTensors("input", Inputs, inputs.Length);
            foreach (var input in inputs)
            {
                // ONNX Runtime only reads inputs.
                boundInputs.Add(input.Name, MemoryMarshal.AsMemory(input.Data), input.Shape);
            }

            using var boundOutputs = new BoundTensors("output", Outputs, outputs.Length);
            foreach (var output in outputs)
            {
                boundOutputs.Add(output.Name, output.Data, output.Shape);
            }

            Run(boundInputs, boundOutputs, cancellationToken);
        }
        catch (OnnxRuntimeException e) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
        catch (OnnxRuntimeException e)
        {
            throw new OnnxException(_runAction, e);
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

    private void Run(BoundTensors inputs, BoundTensors outputs, CancellationToken cancellationToken)
    {
        using var options = new RunOptions();

        // Disposing the registration waits for a running callback, so the options outlive it.
        using var registration = cancellationToken.UnsafeRegister(static o => ((RunOptions)o!).Terminate = true, options);
        _session.Session.Run(options, inputs.Names, inputs.Values, outputs.Names, outputs.Values);
    }

    private static void AppendProvider(OnnxProvider provider, OnnxRuntime runtime, SessionOptions native)
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

    /// <summary>Appends a provider with default options; the CPU remains the fallback.</summary>
    private static void AppendTo(SessionOptions native, OnnxProvider provider)
    {
        switch (provider)
        {
            // Option objects are used because the overloads with a device number do not report which library is missing.
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
