using System.Buffers;
using Reelmill.Vision.Images.Tensors;
using Reelmill.Vision.Models;
using Reelmill.Vision.Onnx;

namespace Reelmill.Vision.Detection;

/// <summary>The base of detectors that run an ONNX model: inference, selection of boxes and mapping to image coordinates.</summary>
internal abstract class OnnxDetector : IDetector
{
    private readonly OnnxSession _session;
    private readonly DetectionOptions _options;
    private readonly bool[] _selected;
    private readonly long[] _inputShape;

    protected OnnxDetector(OpenModel model, DetectionOptions options)
    {
        (_session, _options) = (model.Session, options);
        (Name, Version, Labels, Input) = (model.Entry.Name, model.Version, model.Entry.Labels, model.Input);
        _selected = ClassFilter.Create(Name, Labels, options.Classes);
        _inputShape = model.GetInputShape(1);
    }

    public string Name { get; }

    public string Version { get; }

    public IReadOnlyList<string> Labels { get; }

    public ImageInput Input { get; }

    /// <summary>The score threshold when the options set none.</summary>
    protected abstract float DefaultMinScore { get; }

    /// <summary>The outputs that the detector reads, with their shapes.</summary>
    protected abstract IReadOnlyList<(string Name, long[] Shape)> Outputs { get; }

    /// <summary>Rejects a model whose outputs do not match its preset.</summary>
    /// <exception cref="ModelException"><c>model_unsuited</c>: an output is missing or has another shape.</exception>
    public void CheckOutputs(string preset)
    {
        foreach (var (name, shape) in Outputs)
        {
            var actual = _session.Outputs.FirstOrDefault(o => o.Name == name)?.Shape ?? [];
            if (actual.Count != shape.Length || shape.Zip(actual).Any(static d => d.Second > 0 && d.Second != d.First))
            {
                throw new ModelException(
                    "model_unsuited",
                    $"The model {Name} has the outputs {string.Join(" and ", _session.Outputs)}, but its preset {preset} expects an output [{string.Join(',', shape)}]. Add the model with a matching preset.");
            }
        }
    }

    public ValueTask<IReadOnlyList<Detection>> DetectAsync(ReadOnlyMemory<float> tensor, TensorMapping mapping, CancellationToken cancellationToken)
    {
        var outputs = Outputs;
        var lengths = outputs.Select(static o => checked((int)o.Shape.Aggregate(1L, static (a, b) => a * b))).ToArray();
        var memory = ArrayPool<float>.Shared.Rent(lengths.Sum());
        try
        {
            var tensors = new OnnxOutput[outputs.Count];
            for (int i = 0, offset = 0; i < tensors.Length; offset += lengths[i++])
            {
                tensors[i] = new OnnxOutput(outputs[i].Name, memory.AsMemory(offset, lengths[i]), outputs[i].Shape);
            }

            _session.Run([new OnnxInput(_session.Inputs[0].Name, tensor, _inputShape)], tensors, cancellationToken);
            var candidates = new DetectionCandidates(_options.MinScore ?? DefaultMinScore, _selected);
            Decode(tensors, candidates);
            return ValueTask.FromResult<IReadOnlyList<Detection>>([.. candidates.Suppress(_options.MaxOverlap).Select(c => ToDetection(c, mapping)).Where(static d => d.Box.Area > 0)]);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(memory);
        }
    }

    public ValueTask DisposeAsync()
    {
        _session.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Decodes the outputs into candidate boxes in tensor pixels.</summary>
    protected abstract void Decode(IReadOnlyList<OnnxOutput> outputs, DetectionCandidates candidates);

    /// <summary>The logistic function, which maps logits to 0..1.</summary>
    protected static float Sigmoid(float value) => 1 / (1 + MathF.Exp(-value));

    private Detection ToDetection(DetectionCandidate candidate, TensorMapping mapping) =>
        new(mapping.ToSource(candidate.Box), candidate.Class, Labels[candidate.Class], candidate.Score);
}
