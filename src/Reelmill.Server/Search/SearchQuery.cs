using System.Globalization;
using Reelmill.Server.Jobs;

namespace Reelmill.Server.Search;

/// <summary>What a search is for, apart from the picture.</summary>
/// <param name="Count">How many results at most.</param>
/// <param name="Collection">The collection; null for that of the library's frames or, without one, another.</param>
/// <param name="Filter">What else must hold of a result; null for nothing.</param>
internal sealed record SearchQuery(int Count, string? Collection, string? Filter)
{
    private const int UsualCount = 10;
    private const int MostCount = 1000;

    /// <summary>Reads what a request says.</summary>
    /// <exception cref="RequestException"><c>bad_query</c>, with the name of what is wrong.</exception>
    public static SearchQuery Of(string? count, string? collection, string? filter) => new(
        string.IsNullOrEmpty(count) ? UsualCount : CountOf(count),
        string.IsNullOrEmpty(collection) ? null : collection,
        string.IsNullOrWhiteSpace(filter) ? null : filter);

    private static int CountOf(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= MostCount
        ? count
        : throw new RequestException("bad_query", $"k: '{text}' must be a number from 1 to {MostCount}.", 400);
}
