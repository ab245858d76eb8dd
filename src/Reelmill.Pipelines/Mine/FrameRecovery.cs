using Reelmill.Library;
using Reelmill.Library.Artifacts;
using Reelmill.Library.Artifacts.Disk;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Media.Frames;
using Reelmill.Media.Probing;
using Reelmill.Pipelines.Items;
using Reelmill.Vision.Images;

namespace Reelmill.Pipelines.Mine;

/// <summary>Makes the files of frames that are kept by a new decision and were dropped by the old one.</summary>
internal sealed class FrameRecovery(SqliteCatalog catalog, DiskArtifactStore artifacts, Prober prober, FrameDecoder decoder)
{
    /// <summary>
    /// Gives the frames with the files that could be made. A frame whose video is not at hand (a download that was not
    /// kept, a file that was moved or changed) stays without one.
    /// </summary>
    public async Task<IReadOnlyList<FrameChange>> RecoverAsync(
        IReadOnlyList<FrameChange> frames, CancellationToken cancellationToken)
    {
        var wanted = frames
            .Where(static f => f.After.Kept && f.After.Path is null)
            .GroupBy(static f => f.After.Video, StringComparer.Ordinal)
            .ToDictionary(static g => g.Key, static g => g.Select(static f => f.After.TimeMs).ToHashSet(), StringComparer.Ordinal);
        if (wanted.Count == 0)
        {
            return frames;
        }

        var made = new Dictionary<(string Video, long TimeMs), Artifact>();
        await foreach (var item in catalog.ItemsAsync(new ItemFilter { Pipeline = "mine", State = ItemState.Done }, cancellationToken).ConfigureAwait(false))
        {
            if (item.Video is { } video && OriginalFile.Of(item, catalog.Folder) is { } path && wanted.Remove(video, out var times))
            {
                await MakeAsync(item, path, times, made, cancellationToken).ConfigureAwait(false);
            }
        }

        return [.. frames.Select(f => made.TryGetValue((f.After.Video, f.After.TimeMs), out var file)
            ? f with { After = f.After with { Path = file.Path, Sha256 = file.Sha256, Bytes = file.Bytes } }
            : f)];
    }

    private async Task MakeAsync(
        Item item, string path, HashSet<long> times, Dictionary<(string Video, long TimeMs), Artifact> made, CancellationToken cancellationToken)
    {
        var (sampling, quality) = MineRecipe.Read(item.Options!);
        var media = await prober.ProbeAsync(path, cancellationToken).ConfigureAwait(false);
        using var encoder = new JpegEncoder(quality);
        await foreach (var frame in decoder.DecodeAsync(path, media, sampling, null, cancellationToken).ConfigureAwait(false))
        {
            using (frame)
            {
                if (!times.Remove(frame.TimeMs))
                {
                    continue;
                }

                using var image = encoder.Encode(frame.Pixels.Span, frame.Width, frame.Height, Colors.Of(media.RequireVideo(), frame.FullRange));
                made[(item.Video!, frame.TimeMs)] = await artifacts.AddAsync(
                    LibraryLayout.Frames, item.Video!, LibraryLayout.FrameName(frame.TimeMs), image.Memory, cancellationToken).ConfigureAwait(false);
            }

            if (times.Count == 0)
            {
                return;
            }
        }
    }
}
