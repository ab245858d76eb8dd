using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;

namespace Reelmill.Server.Jobs.Results;

/// <summary>Finds the outcome of an item whose content another item has already processed: only the first item with a content stores an outcome.</summary>
internal static class SharedOutcome
{
    /// <summary>Finds the outcome of an item, or of the first item with the same content; null when there is none.</summary>
    public static async Task<string?> FindAsync(SqliteCatalog catalog, Item known, CancellationToken cancellationToken)
    {
        if (known.Outcome is not null)
        {
            return known.Outcome;
        }

        var same = new ItemFilter { Pipeline = known.Pipeline, State = ItemState.Done, Video = known.Video };
        await foreach (var other in catalog.ItemsAsync(same, cancellationToken).ConfigureAwait(false))
        {
            if (other.Outcome is not null)
            {
                return other.Outcome;
            }
        }

        return null;
    }
}
