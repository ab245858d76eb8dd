namespace Reelmill.Library.Vectors.Filters;

/// <summary>A text in which stars stand for anything, nothing included.</summary>
/// <param name="Pieces">What is between the stars; one piece for a text without any.</param>
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

        // Each piece at its first place leaves the most for those after it.
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

    /// <summary>The pattern for LIKE, with a backslash before what means something else there.</summary>
    public string ToLike() => string.Join('%', Pieces.Select(static p => p
        .Replace(@"\", @"\\", StringComparison.Ordinal)
        .Replace("%", @"\%", StringComparison.Ordinal)
        .Replace("_", @"\_", StringComparison.Ordinal)));
}
