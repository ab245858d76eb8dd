using System.Runtime.CompilerServices;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Runs;

namespace Reelmill.Results;

/// <summary>Reads the frames of videos as their items end; yields the frames of each content once.</summary>
/// <param name="catalog">The library's catalog.</param>
internal sealed class FrameResultReader(SqliteCatalog catalog)
{
    private readonly HashSet<string> _returned = new(StringComparer.Ordinal);

    /// <summary>Reads the frames of an item that has ended, in order of time.</summary>
    public async IAsyncEnumerable<MinedFrame> ReadAsync(ItemChange change, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var content = change switch
        {
            ItemChange.Done done => done.Video,
            ItemChange.Skipped skipped => skipped.Video,
            _ => null,
        };
        if (content is not { } video || !_returned.Add(video))
        {
            yield break;
        }

        var item = await catalog.FindAsync(change.Id, cancellationToken).ConfigureAwait(false);
        var input = item is null ? video : MediaInput.Redact(item.Source);
        foreach (var frame in await catalog.ListFramesAsync(video, cancellationToken).ConfigureAwait(false))
        {
            yield return new MinedFrame(input, frame, frame.Path is { } path ? Path.Combine(catalog.Folder, path) : null);
        }
    }
}
