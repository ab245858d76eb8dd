using Reelmill.Vision.Images.Tensors;

namespace Reelmill.Vision.Detection;

/// <summary>Collects candidate boxes above the score threshold and of a selected class, for non-maximum suppression.</summary>
internal sealed class DetectionCandidates(float minScore, bool[] selected)
{
    private readonly List<DetectionCandidate> _candidates = [];

    /// <summary>The score threshold.</summary>
    public float MinScore => minScore;

    /// <summary>Adds a box, unless its score is below the threshold, its class is not selected, or its geometry is invalid.</summary>
    public void Add(Box box, int label, float score)
    {
        var isValid = float.IsFinite(box.X) && float.IsFinite(box.Y) && box.Width > 0 && box.Height > 0 && float.IsFinite(box.Area);
        if (score >= minScore && selected[label] && isValid)
        {
            _candidates.Add(new DetectionCandidate(box, label, score));
        }
    }

    /// <summary>
    /// Drops every box whose intersection over union with a better box of its class exceeds <paramref name="maxOverlap"/>
    /// (greedy non-maximum suppression) and returns the rest, best score first.
    /// </summary>
    public IReadOnlyList<DetectionCandidate> Suppress(float maxOverlap)
    {
        _candidates.Sort(DetectionCandidate.Compare);
        var kept = new List<DetectionCandidate>();
        foreach (var candidate in _candidates)
        {
            if (!kept.Exists(k => k.Class == candidate.Class && k.Box.IntersectionOverUnion(candidate.Box) > maxOverlap))
            {
                kept.Add(candidate);
            }
        }

        return kept;
    }
}
