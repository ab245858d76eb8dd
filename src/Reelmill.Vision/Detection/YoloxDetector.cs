using Reelmill.Vision.Images.Tensors;
using Reelmill.Vision.Models;
using Reelmill.Vision.Onnx;

namespace Reelmill.Vision.Detection;

/// <summary>
/// YOLOX without its last decoding step (Ge et al., "YOLOX: Exceeding YOLO Series in 2021"): for each cell of grids of
/// strides 8, 16 and 32 a centre, a size as logarithm, the objectness and one probability for each class. A cell stands
/// for its best class only, with objectness x probability as the score.
/// </summary>
internal sealed class YoloxDetector : OnnxDetector
{
    private const int BoxNumbers = 5;
    private static readonly int[] Strides = [8, 16, 32];

    private readonly int _numbers;

    public YoloxDetector(OpenModel model, DetectionOptions options)
        : base(model, options)
    {
        _numbers = BoxNumbers + Labels.Count;
        var cells = Strides.Sum(s => (long)(Input.Width / s) * (Input.Height / s));
        Outputs = [(model.Session.Outputs[0].Name, [1, cells, _numbers])];
    }

    protected override float DefaultMinScore => 0.25f;

    protected override IReadOnlyList<(string Name, long[] Shape)> Outputs { get; }

    protected override void Decode(IReadOnlyList<OnnxOutput> outputs, Candidates candidates)
    {
        var rows = outputs[0].Data.Span;
        foreach (var stride in Strides)
        {
            for (var y = 0; y < Input.Height / stride; y++)
            {
                for (var x = 0; x < Input.Width / stride; x++)
                {
                    Decode(rows[.._numbers], (x, y), stride, candidates);
                    rows = rows[_numbers..];
                }
            }
        }
    }

    private static void Decode(ReadOnlySpan<float> row, (int X, int Y) cell, int stride, Candidates candidates)
    {
        var objectness = row[4];
        if (objectness < candidates.MinScore)
        {
            return;
        }

        var box = Box.Around(
            (row[0] + cell.X) * stride, (row[1] + cell.Y) * stride, MathF.Exp(row[2]) * stride, MathF.Exp(row[3]) * stride);
        var label = Best(row[BoxNumbers..]);
        candidates.Add(box, label, objectness * row[BoxNumbers + label]);
    }

    private static int Best(ReadOnlySpan<float> classes)
    {
        var best = 0;
        for (var i = 1; i < classes.Length; i++)
        {
            best = classes[i] > classes[best] ? i : best;
        }

        return best;
    }
}
