using System.Runtime.CompilerServices;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Hls;
using Reelmill.Pipelines.Runs;

namespace Reelmill.Results;

/// <summary>Reads the streams of the videos that a run ends.</summary>
/// <param name="catalog">The library's catalog.</param>
internal sealed class StreamsOfVideos(SqliteCatalog catalog)
{
    /// <summary>The stream of an item that has ended.</summary>
    public async IAsyncEnumerable<HlsOutput> OfAsync(ItemChange change, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (change is not (ItemChange.Done or ItemChange.Skipped) || await catalog.FindAsync(change.Id, cancellationToken).ConfigureAwait(false) is not { Video: { } video } item)
        {
            yield break;
        }

        var stream = HlsOutput.From(item);
        await foreach (var same in catalog.ItemsAsync(new ItemFilter { Pipeline = item.Pipeline, State = ItemState.Done, Video = video }, cancellationToken).ConfigureAwait(false))
        {
            // An input with the content of another has no stream of its own: it is that of the content.
            stream ??= HlsOutput.From(same);
        }

        if (stream is not null)
        {
            yield return stream with { Input = MediaInput.Shown(item.Source) };
        }
    }
}
