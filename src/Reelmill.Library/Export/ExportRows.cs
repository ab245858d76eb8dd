using System.Runtime.CompilerServices;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;

namespace Reelmill.Library.Export;

/// <summary>Selects the rows of an export.</summary>
internal static class ExportRows
{
    public static async IAsyncEnumerable<ExportRow> ReadAsync(
        SqliteCatalog catalog, TableOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in catalog.ExportRowsAsync(cancellationToken).ConfigureAwait(false))
        {
            var frame = row.Entry.Frame;
            if (frame.Kept || !options.KeptOnly)
            {
                yield return options.Split is { } plan ? row with { Split = plan.GetSplit(frame.Video) } : row;
            }
        }
    }
}
