using System.Runtime.CompilerServices;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;

namespace Reelmill.Library.Export;

/// <summary>Chooses what is exported.</summary>
internal static class Entries
{
    public static async IAsyncEnumerable<FrameEntry> OfAsync(
        SqliteCatalog catalog, bool keptOnly, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entry in catalog.EntriesAsync(cancellationToken).ConfigureAwait(false))
        {
            if (entry.Frame.Kept || !keptOnly)
            {
                yield return entry;
            }
        }
    }
}
