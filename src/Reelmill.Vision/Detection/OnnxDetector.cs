using System.Buffers;
using Reelmill.Vision.Images.Tensors;
using Reelmill.Vision.Models;
using Reelmill.Vision.Onnx;

namespace Reelmill.Vision.Detection;

/// <summary>What all detectors that run a model share: the run, the choice of boxes and their way back to the picture.</summary>
internal abstract class OnnxDetector : IDetector
{
    private readonly OnnxSession _session;
    private readonly DetectionOptions _options;
    private readonly bool[] _wanted;
    private readonly long[] _inputShape;

    protected OnnxDetector(OpenModel model, DetectionOptions options)
    {
        (_session, _options) = (model.Session, options);
        (Name, Version, Labels, Input) = (model.Entry.Name, model.Version, model.Entry.Labels, model.Input);
        _wanted = WantedClasses.Of(Name, Labels, options.Classes);
        _inputShape = model.InputShape(1);
    }

    public string Name { get; }

    public string Version { get; }

    public IReadOnlyList<string> Labels { get; }

    public ImageInput Input { get; }

    /// <summary>The least score when nobody says another.</summary>
    protected abstract float DefaultMinScore { get; }

    /// <summary>The outputs that are read, with the shape that each has.</summary>
    protected abstract IReadOnlyList<(string Name, long[] Shape)> Outputs { get; }

    /// <summary>Refuses a model that gives something else than its preset reads.</summary>
    /// <exception cref="ModelException"><c>model_unsuited</c>: an output is missing or has another shape.</exception>
    public void CheckOutputs(string preset)
    {
        foreach (var (name, shape) in Outputs)
        {
            var given = _session.Outputs.FirstOrDefault(o => o.Name == name)?.Shape ?? [];
            if (given.Count != shape.Length || shape.Zip(given).Any(static d => d.Second > 0 && d.Second != d.First))
            {
                throw new ModelException(
                    "model_unsuited",
                    $"The model {Name} gives {string.Join(" and ", _session.Outputs)}, but its preset {preset} reads an output [{string.Join(',', shape)}]. Add it with the preset that it is for.");
            }
        }
    }

    public ValueTask<IReadOnlyList<Detection>> DetectAsync(ReadOnlyMemory<float> tensor, Placement placement, CancellationToken cancellationToken)
    {
        var outputs = Outputs;
        var lengths = outputs.Select(static o => checked((int)o.Shape.Aggregate(1L, static (a, b) => a * b))).ToArray();
        var memory = ArrayPool<float>.Shared.Rent(lengths.Sum());
        try
        {
            var tensors = new OnnxOutput[outputs.Count];
            for (int i = 0, at = 0; i < tensors.Length; at += lengths[i++])
            {
                tensors[i] = new OnnxOutput(outputs[i].Name, memory.AsMemory(at, lengths[i]), outputs[i].Shape);
            }

            _session.Run([new OnnxInput(_session.Inputs[0].Name, tensor, _inputShape)], tensors, cancellationToken);
            var candidates = new Candidates(_options.MinScore ?? DefaultMinScore, _wanted);
            Decode(tensors, candidates);
            return ValueTask.FromResult<IReadOnlyList<Detection>>([.. candidates.Suppress(_options.MaxOverlap).Select(c => Place(c, placement)).Where(static d => d.Box.Area > 0)]);
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

    /// <summary>Reads boxes, in pixels of the tensor, from the outputs.</summary>
    protected abstract void Decode(IReadOnlyList<OnnxOutput> outputs, Candidates candidates);

    /// <summary>The logistic function, which brings any number to 0..1.</summary>
    protected static float Sigmoid(float value) => 1 / (1 + MathF.Exp(-value));

    private Detection Place(DetectionCandidate candidate, Placement placement) =>
        new(placement.ToSource(candidate.Box), candidate.Class, Labels[candidate.Class], candidate.Score);
}
