using Reelmill.Vision.Images.Tensors;
using Reelmill.Vision.Models;
using Reelmill.Vision.Onnx;

namespace Reelmill.Vision.Detection;

/// <summary>
/// BlazeFace (Bazarevsky et al., "BlazeFace: Sub-millisecond Neural Face Detection on Mobile GPUs", 2019) as MediaPipe
/// ships it: 2 anchors in each cell of a 16x16 grid and 6 in each of an 8x8 one. Each has a score before the sigmoid,
/// and the box's centre and size in pixels of the tensor, relative to the anchor's centre.
/// </summary>
internal sealed class BlazeFaceDetector : OnnxDetector
{
    private const int Numbers = 16;
    private static readonly (int Cells, int Anchors)[] Grids = [(16, 2), (8, 6)];

    private readonly IReadOnlyList<(string Name, long[] Shape)> _outputs;

    public BlazeFaceDetector(OpenModel model, DetectionOptions options)
        : base(model, options) => _outputs = FindOutputs(model);

    protected override float DefaultMinScore => 0.6f;

    protected override IReadOnlyList<(string Name, long[] Shape)> Outputs => _outputs;

    protected override void Decode(IReadOnlyList<OnnxOutput> outputs, Candidates candidates)
    {
        var boxes = 0;
        for (var i = 0; i < outputs.Count; i += 2)
        {
            var scores = outputs[i].Data.Span;
            var numbers = outputs[i + 1].Data.Span;
            for (var row = 0; row < scores.Length; row++)
            {
                var box = numbers.Slice(row * Numbers, 4);
                var (x, y) = Anchor(boxes++);
                candidates.Add(Box.Around(x + box[0], y + box[1], box[2], box[3]), 0, Sigmoid(scores[row]));
            }
        }
    }

    /// <summary>Scores and boxes of each grid. Their names say nothing, their shapes all.</summary>
    private static List<(string Name, long[] Shape)> FindOutputs(OpenModel model)
    {
        var found = new List<(string, long[])>();
        foreach (var (cells, anchors) in Grids)
        {
            foreach (var numbers in new[] { 1, Numbers })
            {
                long[] shape = [1, cells * cells * anchors, numbers];
                found.Add((model.Session.Outputs.FirstOrDefault(o => o.Shape.SequenceEqual(shape))?.Name ?? string.Empty, shape));
            }
        }

        return found;
    }

    private (float X, float Y) Anchor(int index)
    {
        foreach (var (cells, anchors) in Grids)
        {
            if (index < cells * cells * anchors)
            {
                var cell = index / anchors;
                return (((cell % cells) + 0.5f) * Input.Width / cells, ((cell / cells) + 0.5f) * Input.Height / cells);
            }

            index -= cells * cells * anchors;
        }

        throw new InvalidOperationException("The model has more boxes than anchors.");
    }
}
