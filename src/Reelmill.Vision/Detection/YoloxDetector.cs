using Reelmill.Vision.Images.Tensors;
using Reelmill.Vision.Models;
using Reelmill.Vision.Onnx;

namespace Reelmill.Vision.Detection;

/// <summary>
/// YOLOX without its final decoding step (Ge et al., "YOLOX: Exceeding YOLO Series in 2021"). Each cell of the grids with
/// strides 8, 16 and 32 has a center, the logarithm of the size, the objectness and one probability per class. Each cell
/// yields its most probable class only; the score is objectness x probability.
/// </summary>
internal sealed class YoloxDetector : OnnxDetector
{
    private const int BoxValues = 5;
    private static readonly int[] Strides = [8, 16, 32];

    private readonly int _valuesPerCell;

    public YoloxDetector(OpenModel model, DetectionOptions options)
        : base(model, options)
    {
        _valuesPerCell = BoxValues + Labels.Count;
        var cells = Strides.Sum(s => (long)(Input.Width / s) * (Input.Height / s));
        Outputs = [(model.Session.Outputs[0].Name, [1, cells, _valuesPerCell])];
    }

    protected override float DefaultMinScore => 0.25f;

    protected override IReadOnlyList<(string Name, long[] Shape)> Outputs { get; }

    protected override void Decode(IReadOnlyList<OnnxOutput> outputs, DetectionCandidates candidates)
    {
        var rows = outputs[0].Data.Span;
        foreach (var stride in Strides)
        {
            for (var y = 0; y < Input.Height / stride; y++)
            {
                for (var x = 0; x < Input.Width / stride; x++)
                {
                    Decode(rows[.._valuesPerCell], (x, y), stride, candidates);
                    rows = rows[_valuesPerCell..];
                }
            }
        }
    }

    private static void Decode(ReadOnlySpan<float> row, (int X, int Y) cell, int stride, DetectionCandidates candidates)
    {
        var objectness = row[4];
        if (objectness < candidates.MinScore)
        {
            return;
        }

        var box = Box.FromCenter(
            (row[0] + cell.X) * stride, (row[1] + cell.Y) * stride, MathF.Exp(row[2]) * stride, MathF.Exp(row[3]) * stride);
        var label = FindBestClass(row[BoxValues..]);
        candidates.Add(box, label, objectness * row[BoxValues + label]);
    }

    private static int FindBestClass(ReadOnlySpan<float> classes)
    {
        var best = 0;
        for (var i = 1; i < classes.Length; i++)
        {
            best = classes[i] > classes[best] ? i : best;
        }

        return best;
    }
}
