using Reelmill.Vision.Images.Tensors;
using Reelmill.Vision.Models;
using Reelmill.Vision.Onnx;

namespace Reelmill.Vision.Detection;

/// <summary>
/// BlazeFace (Bazarevsky et al., "BlazeFace: Sub-millisecond Neural Face Detection on Mobile GPUs", 2019) as MediaPipe
/// ships it: 2 anchors in each cell of a 16x16 grid and 6 in each cell of an 8x8 grid. Each anchor has a score logit, and
/// the center and size of the box in tensor pixels, relative to the anchor's center.
/// </summary>
internal sealed class BlazeFaceDetector : OnnxDetector
{
    private const int ValuesPerBox = 16;
    private static readonly (int Cells, int Anchors)[] Grids = [(16, 2), (8, 6)];

    private readonly IReadOnlyList<(string Name, long[] Shape)> _outputs;

    public BlazeFaceDetector(OpenModel model, DetectionOptions options)
        : base(model, options) => _outputs = FindOutputs(model);

    protected override float DefaultMinScore => 0.6f;

    protected override IReadOnlyList<(string Name, long[] Shape)> Outputs => _outputs;

    protected override void Decode(IReadOnlyList<OnnxOutput> outputs, DetectionCandidates candidates)
    {
        var boxes = 0;
        for (var i = 0; i < outputs.Count; i += 2)
        {
            var scores = outputs[i].Data.Span;
            var values = outputs[i + 1].Data.Span;
            for (var row = 0; row < scores.Length; row++)
            {
                var box = values.Slice(row * ValuesPerBox, 4);
                var (x, y) = GetAnchorCenter(boxes++);
                candidates.Add(Box.FromCenter(x + box[0], y + box[1], box[2], box[3]), 0, Sigmoid(scores[row]));
            }
        }
    }

    /// <summary>Finds the score and box outputs of each grid by their shapes, because the model gives them no meaningful names.</summary>
    private static List<(string Name, long[] Shape)> FindOutputs(OpenModel model)
    {
        var found = new List<(string, long[])>();
        foreach (var (cells, anchors) in Grids)
        {
            foreach (var values in new[] { 1, ValuesPerBox })
            {
                long[] shape = [1, cells * cells * anchors, values];
                found.Add((model.Session.Outputs.FirstOrDefault(o => o.Shape.SequenceEqual(shape))?.Name ?? string.Empty, shape));
            }
        }

        return found;
    }

    private (float X, float Y) GetAnchorCenter(int index)
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
