using System.Security.Cryptography;
using Reelmill.Library;
using Reelmill.Library.Catalog;
using Reelmill.Pipelines.Items;

namespace Reelmill.Pipelines.Mine;

/// <summary>
/// Preserves the files of dropped frames when a video is mined again, which replaces its folder of frames. Files from the
/// same recipe are copied, so that mining again removes no more files than deciding again does.
/// </summary>
internal sealed class PreservedFiles(ItemRun run)
{
    /// <summary>Copies the files of dropped frames to the staged files.</summary>
    /// <param name="video">The video, with its staged files.</param>
    /// <param name="records">The new frames of the video.</param>
    /// <param name="cancellationToken">Cancels the copy.</param>
    /// <returns>The new frames with the preserved files.</returns>
    public async Task<IReadOnlyList<FrameRecord>> PreserveAsync(ProbedVideo video, IReadOnlyList<FrameRecord> records, CancellationToken cancellationToken)
    {
        var before = (await run.Library.Catalog.ListFramesAsync(video.Id, cancellationToken).ConfigureAwait(false))
            .Select(static f => f.WithDroppedFileAttached()).Where(static f => f.Path is not null).ToDictionary(static f => f.TimeMs);
        if (before.Count == 0 || !await HasSameRecipeAsync(video.Id, cancellationToken).ConfigureAwait(false))
        {
            return records;
        }

        var preserved = new List<FrameRecord>(records.Count);
        foreach (var record in records)
        {
            preserved.Add(!record.Kept && before.GetValueOrDefault(record.TimeMs) is { } old && old.Hash == record.Hash
                ? record with { DroppedFile = await CopyAsync(video, old, cancellationToken).ConfigureAwait(false) }
                : record);
        }

        return preserved;
    }

    private async Task<bool> HasSameRecipeAsync(string video, CancellationToken cancellationToken)
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

    /// <summary>Copies the file of an old frame; null when the file is gone or was changed.</summary>
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
