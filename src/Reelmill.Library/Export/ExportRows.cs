using System.Runtime.CompilerServices;
using Reelmill.Library.Catalog.Sqlite;

namespace Reelmill.Library.Export;

/// <summary>Chooses what is exported.</summary>
internal static class Entries
{
    public static async IAsyncEnumerable<ExportRow> OfAsync(
        SqliteCatalog catalog, TableOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in catalog.ExportRowsAsync(cancellationToken).ConfigureAwait(false))
        {
            var frame = row.Entry.Frame;
            if (frame.Kept || !options.KeptOnly)
            {
                yield return options.Split is { } plan ? row with { Split = plan.Of(frame.Video) } : row;
            }
        }
    }
}
