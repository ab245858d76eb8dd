namespace Reelmill.Core;

/// <summary>Suggests the valid name nearest to a misspelled one, for messages about unknown keys.</summary>
public static class NearestName
{
    /// <summary>Finds the candidate with the smallest edit distance (Levenshtein 1966); null when none is near.</summary>
    /// <param name="name">The misspelled name.</param>
    /// <param name="candidates">The valid names; on a tie the first wins.</param>
    /// <returns>A candidate at a distance of at most a third of the longer name, and at least 2; otherwise null.</returns>
    public static string? Find(string name, IEnumerable<string> candidates)
    {
        string? best = null;
        var bestDistance = int.MaxValue;
        foreach (var candidate in candidates)
        {
            var distance = ComputeDistance(name, candidate);
            if (distance < bestDistance && distance <= Math.Max(2, Math.Max(name.Length, candidate.Length) / 3))
            {
                (best, bestDistance) = (candidate, distance);
            }
        }

        return best;
    }

    private static int ComputeDistance(string a, string b)
    {
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            row[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substituted = diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
