using Reelmill.Vision.Images.Tensors;

namespace Reelmill.Vision.Detection;

/// <summary>Gathers the boxes that are good enough and of a class that is wanted.</summary>
internal sealed class Candidates(float minScore, bool[] wanted)
{
    private readonly List<DetectionCandidate> _found = [];

    /// <summary>The least score that counts.</summary>
    public float MinScore => minScore;

    /// <summary>Takes a box, unless it is too weak, not wanted, or no box at all.</summary>
    public void Add(Box box, int label, float score)
    {
        var real = float.IsFinite(box.X) && float.IsFinite(box.Y) && box.Width > 0 && box.Height > 0 && float.IsFinite(box.Area);
        if (score >= minScore && wanted[label] && real)
        {
            _found.Add(new DetectionCandidate(box, label, score));
        }
    }

    /// <summary>
    /// Drops every box that overlaps a better one of its class too much (greedy non-maximum suppression), and sorts
    /// the others.
    /// </summary>
    public IReadOnlyList<DetectionCandidate> Suppress(float maxOverlap)
    {
        _found.Sort(DetectionCandidate.Compare);
        var kept = new List<DetectionCandidate>();
        foreach (var candidate in _found)
        {
            if (!kept.Exists(k => k.Class == candidate.Class && k.Box.Overlap(candidate.Box) > maxOverlap))
            {
                kept.Add(candidate);
            }
        }

        return kept;
    }
}
