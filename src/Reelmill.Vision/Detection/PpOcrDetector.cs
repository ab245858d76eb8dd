using Reelmill.Vision.Images.Tensors;
using Reelmill.Vision.Models;
using Reelmill.Vision.Onnx;

namespace Reelmill.Vision.Detection;

/// <summary>
/// PP-OCR text detection by differentiable binarization (Liao et al., "Real-time Scene Text Detection with
/// Differentiable Binarization", 2019). The output is a probability map of shrunk text regions. Each connected component
/// above 0.3 is one line of text; its box is expanded by 1.5 x area / perimeter to undo the shrinking of the training
/// targets. Boxes are axis-aligned.
/// </summary>
internal sealed class PpOcrDetector(OpenModel model, DetectionOptions options) : OnnxDetector(model, options)
{
    private const float Threshold = 0.3f;
    private const float UnclipRatio = 1.5f;
    private const int MinSide = 3;

    private readonly string _output = model.Session.Outputs[0].Name;

    protected override float DefaultMinScore => 0.6f;

    protected override IReadOnlyList<(string Name, long[] Shape)> Outputs => [(_output, [1, 1, Input.Height, Input.Width])];

    protected override void Decode(IReadOnlyList<OnnxOutput> outputs, DetectionCandidates candidates)
    {
        foreach (var component in ConnectedComponents.Find(outputs[0].Data.Span, Input.Width, Threshold))
        {
            var (width, height) = (component.Right - component.Left + 1f, component.Bottom - component.Top + 1f);
            if (width >= MinSide && height >= MinSide)
            {
                var margin = UnclipRatio * width * height / (2 * (width + height));
                candidates.Add(Box.FromCorners(component.Left - margin, component.Top - margin, component.Right + 1 + margin, component.Bottom + 1 + margin), 0, component.Mean);
            }
        }
    }
}
