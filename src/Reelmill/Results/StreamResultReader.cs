using System.Runtime.CompilerServices;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Hls;
using Reelmill.Pipelines.Runs;

namespace Reelmill.Results;

/// <summary>Reads the HLS streams of videos as their items end.</summary>
/// <param name="catalog">The library's catalog.</param>
internal sealed class StreamResultReader(SqliteCatalog catalog)
{
    /// <summary>Reads the stream of an item that has ended.</summary>
    public async IAsyncEnumerable<HlsOutput> ReadAsync(ItemChange change, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (change is not (ItemChange.Done or ItemChange.Skipped) || await catalog.FindAsync(change.Id, cancellationToken).ConfigureAwait(false) is not { Video: { } video } item)
        {
            yield break;
        }

        var stream = HlsOutput.From(item);
        await foreach (var same in catalog.ItemsAsync(new ItemFilter { Pipeline = item.Pipeline, State = ItemState.Done, Video = video }, cancellationToken).ConfigureAwait(false))
        {
            // Inputs with the same content share its stream, which only one of their items records.
            stream ??= HlsOutput.From(same);
        }

        if (stream is not null)
        {
            yield return stream with { Input = MediaInput.Redact(item.Source) };
        }
    }
}
