using Reelmill.Vision.Images.Tensors;
using Reelmill.Vision.Models;
using Reelmill.Vision.Onnx;

namespace Reelmill.Vision.Detection;

/// <summary>
/// Text detection of PP-OCR by differentiable binarisation (Liao et al., "Real-time Scene Text Detection with
/// Differentiable Binarization", 2019): a map of how sure each pixel is shrunk text. What hangs together above 0.3 is
/// one line of text; its box grows again by 1.5 x area / perimeter, as the maps are made. Boxes are upright.
/// </summary>
internal sealed class PpOcrDetector(OpenModel model, DetectionOptions options) : OnnxDetector(model, options)
{
    private const float Threshold = 0.3f;
    private const float Growth = 1.5f;
    private const int ShortestSide = 3;

    private readonly string _output = model.Session.Outputs[0].Name;

    protected override float DefaultMinScore => 0.6f;

    protected override IReadOnlyList<(string Name, long[] Shape)> Outputs => [(_output, [1, 1, Input.Height, Input.Width])];

    protected override void Decode(IReadOnlyList<OnnxOutput> outputs, Candidates candidates)
    {
        foreach (var region in MapRegions.Find(outputs[0].Data.Span, Input.Width, Threshold))
        {
            var (width, height) = (region.Right - region.Left + 1f, region.Bottom - region.Top + 1f);
            if (width >= ShortestSide && height >= ShortestSide)
            {
                var grown = Growth * width * height / (2 * (width + height));
                candidates.Add(Box.Between(region.Left - grown, region.Top - grown, region.Right + 1 + grown, region.Bottom + 1 + grown), 0, region.Mean);
            }
        }
    }
}
