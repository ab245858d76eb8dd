using System.Buffers;
using Reelmill.Vision.Images.Tensors;
using Reelmill.Vision.Models;
using Reelmill.Vision.Onnx;

namespace Reelmill.Vision.Embedding;

/// <summary>An embedder that runs a model of the registry in this process.</summary>
/// <remarks>
/// On the processor, pictures are run one by one on the calling thread: there a batch is no faster, and so the numbers of
/// a picture never depend on those that happened to come with it. On a GPU, a batch is one run.
/// </remarks>
public sealed class OnnxEmbedder : IEmbedder
{
    private readonly OpenModel _model;
    private readonly OnnxValueInfo _output;
    private readonly bool _together;

    private OnnxEmbedder(OpenModel model, OnnxValueInfo output, int dimension)
    {
        (_model, _output, Dimension) = (model, output, dimension);
        var fixedBatch = model.Session.Inputs[0].Shape[0] > 0;
        _together = !fixedBatch && model.Session.Provider != OnnxProvider.Cpu;
    }

    /// <inheritdoc/>
    public string Name => _model.Entry.Name;

    /// <inheritdoc/>
    /// <value>The model's SHA-256, the runtime's version and what computes.</value>
    public string Version => _model.Version;

    /// <inheritdoc/>
    public int Dimension { get; }

    /// <inheritdoc/>
    public ImageInput Input => _model.Input;

    /// <summary>Opens a model of the registry.</summary>
    /// <param name="runtime">The library.</param>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The model's name.</param>
    /// <param name="options">How it is run; the defaults when null.</param>
    /// <returns>The embedder, which the caller disposes.</returns>
    /// <exception cref="ModelException">The model is unknown, not there, changed, or gives no vector.</exception>
    /// <exception cref="OnnxException">The runtime refuses it.</exception>
    public static OnnxEmbedder Open(OnnxRuntime runtime, ModelRegistry registry, string name, OnnxSessionOptions? options = null)
    {
        var model = OpenModel.Open(runtime, registry, name, options);
        try
        {
            var (output, dimension) = VectorOutput(model);
            return new OnnxEmbedder(model, output, dimension);
        }
        catch
        {
            model.Session.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="OnnxException">The run failed.</exception>
    public ValueTask EmbedAsync(IReadOnlyList<ReadOnlyMemory<float>> tensors, Memory<float> vectors, CancellationToken cancellationToken)
    {
        UnitVector.CheckSizes(this, tensors, vectors.Length);
        if (_together && tensors.Count > 1)
        {
            RunTogether(tensors, vectors[..(tensors.Count * Dimension)], cancellationToken);
        }
        else
        {
            for (var i = 0; i < tensors.Count; i++)
            {
                Run(tensors[i], 1, vectors.Slice(i * Dimension, Dimension), cancellationToken);
            }
        }

        for (var i = 0; i < tensors.Count; i++)
        {
            UnitVector.Normalize(vectors.Span.Slice(i * Dimension, Dimension));
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Closes the model.</summary>
    /// <returns>A task that is done.</returns>
    public ValueTask DisposeAsync()
    {
        _model.Session.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>
    /// One run wants its pictures side by side. They are decoded by several workers at once, may fail, and end in any
    /// order, so they are brought together only here, when it is known which ones there are.
    /// </summary>
    private void RunTogether(IReadOnlyList<ReadOnlyMemory<float>> tensors, Memory<float> vectors, CancellationToken cancellationToken)
    {
        var length = tensors.Count * Input.Length;
        using var together = MemoryPool<float>.Shared.Rent(length);
        for (var i = 0; i < tensors.Count; i++)
        {
            tensors[i].CopyTo(together.Memory[(i * Input.Length)..]);
        }

        Run(together.Memory[..length], tensors.Count, vectors, cancellationToken);
    }

    private void Run(ReadOnlyMemory<float> tensors, int count, Memory<float> vectors, CancellationToken cancellationToken) => _model.Session.Run(
        [new OnnxInput(_model.Session.Inputs[0].Name, tensors, _model.InputShape(count))],
        [new OnnxOutput(_output.Name, vectors, [count, .. _output.Shape.Skip(1)])],
        cancellationToken);

    private static (OnnxValueInfo Output, int Dimension) VectorOutput(OpenModel model)
    {
        var outputs = model.Session.Outputs;
        var output = model.Entry.Output is { } name ? outputs.FirstOrDefault(o => o.Name == name) : outputs[0];
        if (output is null || output.ElementType != OnnxElementType.Float || output.Shape.Skip(1).Any(static d => d < 1))
        {
            throw new ModelException(
                "model_unsuited",
                $"The model {model.Entry.Name} gives no vector of a fixed length in its output {model.Entry.Output ?? outputs[0].Name}; its outputs are {string.Join(" and ", outputs)}.");
        }

        return (output, checked((int)output.Shape.Skip(1).Aggregate(1L, static (a, b) => a * b)));
    }
}
