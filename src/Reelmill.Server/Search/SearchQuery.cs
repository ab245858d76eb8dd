using System.Globalization;
using Reelmill.Server.Http;

namespace Reelmill.Server.Search;

/// <summary>What a search is for, apart from the picture.</summary>
/// <param name="Count">How many results at most.</param>
/// <param name="Collection">The collection; null for that of the library's frames or, without one, another.</param>
/// <param name="Filter">What else must hold of a result; null for nothing.</param>
/// <param name="Exact">Whether every picture is compared, also where an index would be faster.</param>
internal sealed record SearchQuery(int Count, string? Collection, string? Filter, bool Exact)
{
    private const int UsualCount = 10;
    private const int MostCount = 1000;

    /// <summary>Reads what a request says.</summary>
    /// <exception cref="RequestException"><c>bad_query</c>, with the name of what is wrong.</exception>
    public static SearchQuery Of(string? count, string? collection, string? filter, string? exact) => new(
        string.IsNullOrEmpty(count) ? UsualCount : CountOf(count),
        string.IsNullOrEmpty(collection) ? null : collection,
        string.IsNullOrWhiteSpace(filter) ? null : filter,
        !string.IsNullOrEmpty(exact) && ExactOf(exact));

    private static bool ExactOf(string text) => bool.TryParse(text, out var exact)
        ? exact
        : throw new RequestException("bad_query", $"exact: '{text}' must be true or false.", 400);

    private static int CountOf(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= MostCount
        ? count
        : throw new RequestException("bad_query", $"k: '{text}' must be a number from 1 to {MostCount}.", 400);
}
