using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;

namespace Reelmill.Server.Jobs.Results;

/// <summary>What a pipeline made of a content: an input with the content of another has no outcome of its own.</summary>
internal static class SharedOutcome
{
    /// <summary>The outcome of an item, or of the item with the same content that was first; null when there is none.</summary>
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
