using Reelmill.Vision.Images.Tensors;

namespace Reelmill.Vision.Detection;

/// <summary>A box proposed by a model, in tensor pixels.</summary>
internal readonly record struct DetectionCandidate(Box Box, int Class, float Score)
{
    /// <summary>Orders by descending score; ties are broken by class and box, so the order never depends on the input order.</summary>
    public static int Compare(DetectionCandidate a, DetectionCandidate b)
    {
        var order = b.Score.CompareTo(a.Score);
        order = order != 0 ? order : a.Class.CompareTo(b.Class);
        order = order != 0 ? order : a.Box.X.CompareTo(b.Box.X);
        order = order != 0 ? order : a.Box.Y.CompareTo(b.Box.Y);
        order = order != 0 ? order : a.Box.Width.CompareTo(b.Box.Width);
        return order != 0 ? order : a.Box.Height.CompareTo(b.Box.Height);
    }
}
