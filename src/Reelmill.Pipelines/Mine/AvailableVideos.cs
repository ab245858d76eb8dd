using System.Runtime.CompilerServices;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Media.Frames;
using Reelmill.Pipelines.Items;
using Reelmill.Vision.Images;

namespace Reelmill.Pipelines.Mine;

/// <summary>The videos of a library that can be decoded again, to have some of their frames once more as they were.</summary>
internal sealed class AvailableVideos(SqliteCatalog catalog, SourceVideos sources, FrameDecoder decoder)
{
    /// <summary>What looks into the kept frames of each content; those into which nothing looks are left out.</summary>
    public async Task<IReadOnlyDictionary<string, KeptFrameRecipe>> LooksAsync(CancellationToken cancellationToken)
    {
        var looks = new Dictionary<string, KeptFrameRecipe>(StringComparer.Ordinal);
        foreach (var (content, item) in await LatestAsync(cancellationToken).ConfigureAwait(false))
        {
            if (KeptFrameRecipe.Of(item.Options!) is { } due)
            {
                looks[content] = due;
            }
        }

        return looks;
    }

    /// <summary>
    /// Those of some contents that are at hand, by content: any input, upload or kept download with these bytes will do.
    /// </summary>
    public async Task<IReadOnlyList<VideoAtHand>> FindAsync(IReadOnlySet<string> contents, CancellationToken cancellationToken)
    {
        if (contents.Count == 0)
        {
            return [];
        }

        var latest = await LatestAsync(cancellationToken).ConfigureAwait(false);
        var found = new List<VideoAtHand>();
        foreach (var content in contents.Where(latest.ContainsKey).Order(StringComparer.Ordinal))
        {
            if (await Originals.FindAsync(catalog, content, cancellationToken).ConfigureAwait(false) is { } path)
            {
                found.Add(new VideoAtHand(content, path, latest[content].Options!));
            }
        }

        return found;
    }

    /// <summary>Decodes the frames of some times, in order. Each is disposed when the next is asked for.</summary>
    public async IAsyncEnumerable<(VideoFrame Picture, ColorSpec Color)> FramesAsync(
        VideoAtHand video, IReadOnlySet<long> times, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var source = await sources.OpenAsync(video.Path, cancellationToken).ConfigureAwait(false);
        var media = source.Media;
        var left = times.Count;
        await foreach (var frame in decoder.DecodeAsync(media.Path, media, MineRecipe.Read(video.Recipe).Sampling, null, cancellationToken).ConfigureAwait(false))
        {
            using (frame)
            {
                if (!times.Contains(frame.TimeMs))
                {
                    continue;
                }

                yield return (frame, Colors.Of(media.RequireVideo(), frame.FullRange));
            }

            if (--left == 0)
            {
                yield break;
            }
        }
    }

    /// <summary>Of several inputs with one content, the one that was done last made its frames.</summary>
    private async Task<Dictionary<string, Item>> LatestAsync(CancellationToken cancellationToken)
    {
        var latest = new Dictionary<string, Item>(StringComparer.Ordinal);
        await foreach (var item in catalog.ItemsAsync(new ItemFilter { Pipeline = MineRun.Pipeline }, cancellationToken).ConfigureAwait(false))
        {
            if (item is { Video: { } video, State: ItemState.Done or ItemState.Failed, Options: not null } && (!latest.TryGetValue(video, out var other) || item.UpdatedMs > other.UpdatedMs))
            {
                latest[video] = item;
            }
        }

        return latest;
    }
}

/// <summary>A video that can be decoded again.</summary>
/// <param name="Content">The id of its content.</param>
/// <param name="Path">The file.</param>
/// <param name="Recipe">What its frames were made by, as JSON.</param>
internal sealed record VideoAtHand(string Content, string Path, string Recipe);
