using Reelmill.Core.Reporting;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Library.Jobs;
using Reelmill.Server.Jobs;

namespace Reelmill.Server.Reports;

/// <summary>The items of a library that failed for one reason.</summary>
/// <param name="Code">The stable name of the failure.</param>
/// <param name="Count">How many items.</param>
/// <param name="Items">The first of them, by source.</param>
internal sealed record FailureDocument(string Code, long Count, IReadOnlyList<JobItemDocument> Items)
{
    private const int MostDetail = 2000;

    /// <summary>Reads the failures of a library.</summary>
    /// <param name="catalog">The library.</param>
    /// <param name="groups">Its failures by code.</param>
    /// <param name="most">How many items are read of each.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async Task<IReadOnlyList<FailureDocument>> ReadAsync(SqliteCatalog catalog, IReadOnlyList<FailureGroup> groups, int most, CancellationToken cancellationToken)
    {
        var failures = new List<FailureDocument>(groups.Count);
        foreach (var group in groups)
        {
            var filter = new ItemFilter { State = ItemState.Failed, ErrorCode = group.Code };
            var items = await catalog.ItemsAsync(filter, cancellationToken).Take(most).Select(Describe).ToArrayAsync(cancellationToken).ConfigureAwait(false);
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
        new JobItemError(item.ErrorCode ?? "", item.ErrorMessage ?? "", Retryable: false, item.ErrorDetail is { Length: > MostDetail } detail ? "…" + detail[^MostDetail..] : item.ErrorDetail));
}
