using System.Globalization;
using Reelmill.Server.Http;

namespace Reelmill.Server.Search;

/// <summary>The parameters of a search, apart from the query image.</summary>
/// <param name="Count">The maximum number of results.</param>
/// <param name="Collection">The collection to search; null for <c>frames</c> or, when it does not exist, another one.</param>
/// <param name="Filter">The metadata filter; null for none.</param>
/// <param name="Exact">Whether every image is compared, even where an index would be faster.</param>
internal sealed record SearchQuery(int Count, string? Collection, string? Filter, bool Exact)
{
    private const int DefaultCount = 10;
    private const int MaxCount = 1000;

    /// <summary>Parses the parameters of a request.</summary>
    /// <exception cref="RequestException"><c>bad_query</c>; the message names the invalid parameter.</exception>
    public static SearchQuery Parse(string? count, string? collection, string? filter, string? exact) => new(
        string.IsNullOrEmpty(count) ? DefaultCount : ParseCount(count),
        string.IsNullOrEmpty(collection) ? null : collection,
        string.IsNullOrWhiteSpace(filter) ? null : filter,
        !string.IsNullOrEmpty(exact) && ParseExact(exact));

    private static bool ParseExact(string text) => bool.TryParse(text, out var exact)
        ? exact
        : throw new RequestException("bad_query", $"exact: '{text}' must be true or false.", 400);

    private static int ParseCount(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= MaxCount
        ? count
        : throw new RequestException("bad_query", $"k: '{text}' must be a number from 1 to {MaxCount}.", 400);
}
