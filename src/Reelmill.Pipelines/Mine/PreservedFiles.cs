using System.Security.Cryptography;
using Reelmill.Library;
using Reelmill.Library.Artifacts;
using Reelmill.Library.Catalog;
using Reelmill.Pipelines.Items;

namespace Reelmill.Pipelines.Mine;

/// <summary>
/// A video that is mined again replaces its folder of frames. Files of frames that are dropped now, and that the same recipe
/// made, go along, so that mining again takes no more away than deciding again does.
/// </summary>
internal sealed class PreservedFiles(ItemRun run)
{
    /// <summary>Puts such files beside the new ones.</summary>
    /// <param name="video">The video, with its staged files.</param>
    /// <param name="records">Its new frames.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The frames with the files that they have.</returns>
    public async Task<IReadOnlyList<FrameRecord>> CarryAsync(ProbedVideo video, IReadOnlyList<FrameRecord> records, CancellationToken cancellationToken)
    {
        var before = (await run.Library.Catalog.ListFramesAsync(video.Id, cancellationToken).ConfigureAwait(false))
            .Select(static f => f.Opened()).Where(static f => f.Path is not null).ToDictionary(static f => f.TimeMs);
        if (before.Count == 0 || !await IsOfThisRecipeAsync(video.Id, cancellationToken).ConfigureAwait(false))
        {
            return records;
        }

        var carried = new List<FrameRecord>(records.Count);
        foreach (var record in records)
        {
            carried.Add(!record.Kept && before.GetValueOrDefault(record.TimeMs) is { } old && old.Hash == record.Hash
                ? record with { DroppedFile = await CopyAsync(video, old, cancellationToken).ConfigureAwait(false) }
                : record);
        }

        return carried;
    }

    private async Task<bool> IsOfThisRecipeAsync(string video, CancellationToken cancellationToken)
    {
        await foreach (var item in run.Library.Catalog.ItemsAsync(new ItemFilter { Pipeline = run.Pipeline, Video = video }, cancellationToken).ConfigureAwait(false))
        {
            if (item.Options != run.Recipe.Json)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A file that is gone or was changed is none to keep.</summary>
    private async Task<Artifact?> CopyAsync(ProbedVideo video, FrameRecord old, CancellationToken cancellationToken)
    {
        var path = run.Library.Artifacts.FullPath(old.Path!);
        if (!File.Exists(path))
        {
            return null;
        }

        var bytes = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        return Convert.ToHexStringLower(SHA256.HashData(bytes)) == old.Sha256
            ? await video.Staged.WriteAsync(LibraryLayout.FrameName(old.TimeMs), bytes, cancellationToken).ConfigureAwait(false)
            : null;
    }
}
