namespace Reelmill.Library.Vectors.Filters;

/// <summary>A string pattern with <c>*</c> as a wildcard for any number of characters, including none.</summary>
/// <param name="Pieces">The literal pieces between the wildcards; one piece for a pattern without wildcards.</param>
internal sealed record TextPattern(IReadOnlyList<string> Pieces)
{
    public bool IsExact => Pieces.Count == 1;

    public bool Matches(string text)
    {
        if (IsExact)
        {
            return string.Equals(text, Pieces[0], StringComparison.Ordinal);
        }

        var (first, last) = (Pieces[0], Pieces[^1]);
        if (text.Length < first.Length + last.Length
            || !text.StartsWith(first, StringComparison.Ordinal)
            || !text.EndsWith(last, StringComparison.Ordinal))
        {
            return false;
        }

        // Greedy matching is enough: the first occurrence of a piece leaves the longest rest for the pieces after it.
        var rest = text.AsSpan(first.Length, text.Length - first.Length - last.Length);
        foreach (var piece in Pieces.Skip(1).SkipLast(1))
        {
            var at = rest.IndexOf(piece, StringComparison.Ordinal);
            if (at < 0)
            {
                return false;
            }

            rest = rest[(at + piece.Length)..];
        }

        return true;
    }

    /// <summary>Converts the pattern to a LIKE pattern, escaping special characters with a backslash.</summary>
    public string ToLikePattern() => string.Join('%', Pieces.Select(static p => p
        .Replace(@"\", @"\\", StringComparison.Ordinal)
        .Replace("%", @"\%", StringComparison.Ordinal)
        .Replace("_", @"\_", StringComparison.Ordinal)));
}
