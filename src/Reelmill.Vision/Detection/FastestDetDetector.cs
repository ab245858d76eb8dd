using Reelmill.Vision.Images.Tensors;
using Reelmill.Vision.Models;
using Reelmill.Vision.Onnx;

namespace Reelmill.Vision.Detection;

/// <summary>
/// FastestDet (dog-qiuqiu/FastestDet): one grid with a stride of 16 pixels. Its planes hold the objectness, the center
/// offset (before tanh), the size (before the sigmoid) and one probability per class. The score is objectness^0.6 x
/// probability^0.4 of the most probable class.
/// </summary>
internal sealed class FastestDetDetector : OnnxDetector
{
    private const int Stride = 16;
    private const int BoxPlanes = 5;

    private readonly int _columns;
    private readonly int _rows;

    public FastestDetDetector(OpenModel model, DetectionOptions options)
        : base(model, options)
    {
        (_columns, _rows) = (Input.Width / Stride, Input.Height / Stride);
        Outputs = [(model.Session.Outputs[0].Name, [1, BoxPlanes + Labels.Count, _rows, _columns])];
    }

    protected override float DefaultMinScore => 0.6f;

    protected override IReadOnlyList<(string Name, long[] Shape)> Outputs { get; }

    protected override void Decode(IReadOnlyList<OnnxOutput> outputs, DetectionCandidates candidates)
    {
        var planes = outputs[0].Data.Span;
        for (var cell = 0; cell < _columns * _rows; cell++)
        {
            var (label, probability) = FindBestClass(planes, cell);
            var score = MathF.Pow(planes[cell], 0.6f) * MathF.Pow(probability, 0.4f);
            if (score >= candidates.MinScore)
            {
                candidates.Add(DecodeBox(planes, cell), label, score);
            }
        }
    }

    private (int Label, float Probability) FindBestClass(ReadOnlySpan<float> planes, int cell)
    {
        var size = _columns * _rows;
        var (label, probability) = (0, 0f);
        for (var i = 0; i < Labels.Count; i++)
        {
            var value = planes[((BoxPlanes + i) * size) + cell];
            (label, probability) = value > probability ? (i, value) : (label, probability);
        }

        return (label, probability);
    }

    private Box DecodeBox(ReadOnlySpan<float> planes, int cell)
    {
        var size = _columns * _rows;
        var x = (cell % _columns) + MathF.Tanh(planes[size + cell]);
        var y = (cell / _columns) + MathF.Tanh(planes[(2 * size) + cell]);
        return Box.FromCenter(
            x * Stride, y * Stride, Sigmoid(planes[(3 * size) + cell]) * Input.Width, Sigmoid(planes[(4 * size) + cell]) * Input.Height);
    }
}
