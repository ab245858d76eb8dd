using Reelmill.Core.Reporting;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Library.Jobs;
using Reelmill.Server.Jobs;

namespace Reelmill.Server.Reports;

/// <summary>The items of a library that failed with one error code.</summary>
/// <param name="Code">The stable error code.</param>
/// <param name="Count">The number of items.</param>
/// <param name="Items">The first items, by source.</param>
internal sealed record FailureDocument(string Code, long Count, IReadOnlyList<JobItemDocument> Items)
{
    private const int MaxDetailCharacters = 2000;

    /// <summary>Reads the failures of a library.</summary>
    /// <param name="catalog">The catalog of the library.</param>
    /// <param name="groups">The failures of the library, grouped by code.</param>
    /// <param name="maxItems">The maximum number of items to read per code.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public static async Task<IReadOnlyList<FailureDocument>> ReadAsync(SqliteCatalog catalog, IReadOnlyList<FailureGroup> groups, int maxItems, CancellationToken cancellationToken)
    {
        var failures = new List<FailureDocument>(groups.Count);
        foreach (var group in groups)
        {
            var filter = new ItemFilter { State = ItemState.Failed, ErrorCode = group.Code };
            var items = await catalog.ItemsAsync(filter, cancellationToken).Take(maxItems).Select(Describe).ToArrayAsync(cancellationToken).ConfigureAwait(false);
            failures.Add(new FailureDocument(group.Code, group.Count, items));
        }

        return failures;
    }

    private static JobItemDocument Describe(Item item, int index) => new(
        index + 1,
        DisplayText.RedactUrl(item.Source),
        JobItemState.Failed,
        item.Attempts,
        Percent: null,
        Video: null,
        Note: null,
        new JobItemError(item.ErrorCode ?? "", item.ErrorMessage ?? "", Retryable: false, item.ErrorDetail is { Length: > MaxDetailCharacters } detail ? "…" + detail[^MaxDetailCharacters..] : item.ErrorDetail));
}
