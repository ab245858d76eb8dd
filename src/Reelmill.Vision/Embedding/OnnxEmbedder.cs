using System.Buffers;
using Reelmill.Vision.Images.Tensors;
using Reelmill.Vision.Models;
using Reelmill.Vision.Onnx;

namespace Reelmill.Vision.Embedding;

/// <summary>An embedder that runs a registered ONNX model in this process.</summary>
/// <remarks>
/// On a CPU, images run one by one on the calling thread: a batch would be no faster, and the embedding of an image never
/// depends on the rest of its batch. On a GPU, a batch is one run.
/// </remarks>
public sealed class OnnxEmbedder : IEmbedder
{
    private readonly OpenModel _model;
    private readonly OnnxValueInfo _output;
    private readonly bool _batched;

    private OnnxEmbedder(OpenModel model, OnnxValueInfo output, int dimension)
    {
        (_model, _output, Dimension) = (model, output, dimension);
        var fixedBatch = model.Session.Inputs[0].Shape[0] > 0;
        _batched = !fixedBatch && model.Session.Provider != OnnxProvider.Cpu;
    }

    /// <inheritdoc/>
    public string Name => _model.Entry.Name;

    /// <inheritdoc/>
    /// <value>The SHA-256 of the model, the version of ONNX Runtime and the provider.</value>
    public string Version => _model.Version;

    /// <inheritdoc/>
    public int Dimension { get; }

    /// <inheritdoc/>
    public ImageInput Input => _model.Input;

    /// <summary>Opens a registered model as an embedder.</summary>
    /// <param name="runtime">The loaded ONNX Runtime.</param>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The name of the model.</param>
    /// <param name="options">The session options; defaults when null.</param>
    /// <returns>The embedder; the caller disposes it.</returns>
    /// <exception cref="ModelException">The model is unknown, missing, changed, or has no embedding output.</exception>
    /// <exception cref="OnnxException">ONNX Runtime rejects the model.</exception>
    public static OnnxEmbedder Open(OnnxRuntime runtime, ModelRegistry registry, string name, OnnxSessionOptions? options = null)
    {
        var model = OpenModel.Open(runtime, registry, name, options);
        try
        {
            var (output, dimension) = FindEmbeddingOutput(model);
            return new OnnxEmbedder(model, output, dimension);
        }
        catch
        {
            model.Session.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="OnnxException">The inference failed.</exception>
    public ValueTask EmbedAsync(IReadOnlyList<ReadOnlyMemory<float>> tensors, Memory<float> embeddings, CancellationToken cancellationToken)
    {
        UnitVector.CheckSizes(this, tensors, embeddings.Length);
        if (_batched && tensors.Count > 1)
        {
            RunBatch(tensors, embeddings[..(tensors.Count * Dimension)], cancellationToken);
        }
        else
        {
            for (var i = 0; i < tensors.Count; i++)
            {
                Run(tensors[i], 1, embeddings.Slice(i * Dimension, Dimension), cancellationToken);
            }
        }

        for (var i = 0; i < tensors.Count; i++)
        {
            UnitVector.Normalize(embeddings.Span.Slice(i * Dimension, Dimension));
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Closes the session.</summary>
    /// <returns>A completed task.</returns>
    public ValueTask DisposeAsync()
    {
        _model.Session.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>
    /// Copies the tensors into one contiguous batch. Several workers decode the images concurrently, and some may fail, so
    /// the members of a batch are known only here.
    /// </summary>
    private void RunBatch(IReadOnlyList<ReadOnlyMemory<float>> tensors, Memory<float> embeddings, CancellationToken cancellationToken)
    {
        var length = tensors.Count * Input.Length;
        using var batch = MemoryPool<float>.Shared.Rent(length);
        for (var i = 0; i < tensors.Count; i++)
        {
            tensors[i].CopyTo(batch.Memory[(i * Input.Length)..]);
        }

        Run(batch.Memory[..length], tensors.Count, embeddings, cancellationToken);
    }

    private void Run(ReadOnlyMemory<float> tensors, int count, Memory<float> embeddings, CancellationToken cancellationToken) => _model.Session.Run(
        [new OnnxInput(_model.Session.Inputs[0].Name, tensors, _model.GetInputShape(count))],
        [new OnnxOutput(_output.Name, embeddings, [count, .. _output.Shape.Skip(1)])],
        cancellationToken);

    private static (OnnxValueInfo Output, int Dimension) FindEmbeddingOutput(OpenModel model)
    {
        var outputs = model.Session.Outputs;
        var output = model.Entry.Output is { } name ? outputs.FirstOrDefault(o => o.Name == name) : outputs[0];
        if (output is null || output.ElementType != OnnxElementType.Float || output.Shape.Skip(1).Any(static d => d < 1))
        {
            throw new ModelException(
                "model_unsuited",
                $"The output {model.Entry.Output ?? outputs[0].Name} of the model {model.Entry.Name} is not a float vector of fixed length; its outputs are {string.Join(" and ", outputs)}.");
        }

        return (output, checked((int)output.Shape.Skip(1).Aggregate(1L, static (a, b) => a * b)));
    }
}
