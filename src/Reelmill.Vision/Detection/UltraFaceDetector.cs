using Reelmill.Vision.Images.Tensors;
using Reelmill.Vision.Models;
using Reelmill.Vision.Onnx;

namespace Reelmill.Vision.Detection;

/// <summary>
/// UltraFace (Linzaer/Ultra-Light-Fast-Generic-Face-Detector-1MB): for each box the probabilities of background and face,
/// and the corners as fractions of the image size.
/// </summary>
internal sealed class UltraFaceDetector(OpenModel model, DetectionOptions options) : OnnxDetector(model, options)
{
    private readonly long _boxes = model.Session.Outputs[0].Shape.ElementAtOrDefault(1);

    protected override float DefaultMinScore => 0.7f;

    protected override IReadOnlyList<(string Name, long[] Shape)> Outputs => [("scores", [1, _boxes, 2]), ("boxes", [1, _boxes, 4])];

    protected override void Decode(IReadOnlyList<OnnxOutput> outputs, DetectionCandidates candidates)
    {
        var scores = outputs[0].Data.Span;
        var boxes = outputs[1].Data.Span;
        for (var i = 0; i < _boxes; i++)
        {
            var corners = boxes.Slice(4 * i, 4);
            var box = Box.FromCorners(corners[0] * Input.Width, corners[1] * Input.Height, corners[2] * Input.Width, corners[3] * Input.Height);
            candidates.Add(box, 0, scores[(2 * i) + 1]);
        }
    }
}
