namespace Reelmill.Core;

/// <summary>Finds the name that somebody most likely meant, for messages about unknown keys.</summary>
public static class NearestName
{
    /// <summary>The candidate with the smallest edit distance (Levenshtein 1966), or null when none is near.</summary>
    /// <param name="name">What was written.</param>
    /// <param name="candidates">What is valid; on a tie the first wins.</param>
    /// <returns>A candidate at a distance of at most a third of the longer name, and at least 2; otherwise null.</returns>
    public static string? Of(string name, IEnumerable<string> candidates)
    {
        string? best = null;
        var bestDistance = int.MaxValue;
        foreach (var candidate in candidates)
        {
            var distance = Distance(name, candidate);
            if (distance < bestDistance && distance <= Math.Max(2, Math.Max(name.Length, candidate.Length) / 3))
            {
                (best, bestDistance) = (candidate, distance);
            }
        }

        return best;
    }

    private static int Distance(string a, string b)
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
