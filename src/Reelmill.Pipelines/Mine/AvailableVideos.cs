using System.Runtime.CompilerServices;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Media.Frames;
using Reelmill.Pipelines.Items;
using Reelmill.Vision.Images;

namespace Reelmill.Pipelines.Mine;

/// <summary>Finds the videos of a library whose source files are available, and decodes frames from them again.</summary>
internal sealed class AvailableVideos(SqliteCatalog catalog, SourceVideos sources, FrameDecoder decoder)
{
    /// <summary>Reads the detector and stages for kept frames of each content; contents without any are left out.</summary>
    public async Task<IReadOnlyDictionary<string, KeptFrameRecipe>> ReadKeptFrameRecipesAsync(CancellationToken cancellationToken)
    {
        var recipes = new Dictionary<string, KeptFrameRecipe>(StringComparer.Ordinal);
        foreach (var (content, item) in await ReadLatestItemsAsync(cancellationToken).ConfigureAwait(false))
        {
            if (KeptFrameRecipe.Parse(item.Options!) is { } recipe)
            {
                recipes[content] = recipe;
            }
        }

        return recipes;
    }

    /// <summary>
    /// Finds the available videos among some contents, in order of content id. Any input, upload or kept download with the same bytes counts.
    /// </summary>
    public async Task<IReadOnlyList<AvailableVideo>> FindAsync(IReadOnlySet<string> contents, CancellationToken cancellationToken)
    {
        if (contents.Count == 0)
        {
            return [];
        }

        var latest = await ReadLatestItemsAsync(cancellationToken).ConfigureAwait(false);
        var found = new List<AvailableVideo>();
        foreach (var content in contents.Where(latest.ContainsKey).Order(StringComparer.Ordinal))
        {
            if (await ContentLocator.FindAsync(catalog, content, cancellationToken).ConfigureAwait(false) is { } path)
            {
                found.Add(new AvailableVideo(content, path, latest[content].Options!));
            }
        }

        return found;
    }

    /// <summary>Decodes the frames at given times, in order. Each frame is disposed when the next one is requested.</summary>
    public async IAsyncEnumerable<(VideoFrame Frame, ColorSpec Color)> DecodeFramesAsync(
        AvailableVideo video, IReadOnlySet<long> times, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var source = await sources.OpenAsync(video.Path, cancellationToken).ConfigureAwait(false);
        var media = source.Media;
        var remaining = times.Count;
        await foreach (var frame in decoder.DecodeAsync(media.Path, media, MineRecipe.ReadSampling(video.Recipe).Sampling, null, cancellationToken).ConfigureAwait(false))
        {
            using (frame)
            {
                if (!times.Contains(frame.TimeMs))
                {
                    continue;
                }

                yield return (frame, Colors.GetSpec(media.RequireVideo(), frame.FullRange));
            }

            if (--remaining == 0)
            {
                yield break;
            }
        }
    }

    /// <summary>Reads the latest item of each content: of several inputs with one content, the one that finished last produced its frames.</summary>
    private async Task<Dictionary<string, Item>> ReadLatestItemsAsync(CancellationToken cancellationToken)
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

/// <summary>A video whose source file is available.</summary>
/// <param name="Content">The id of the content.</param>
/// <param name="Path">The path of a file with the content.</param>
/// <param name="Recipe">The recipe of the video's frames, as JSON.</param>
internal sealed record AvailableVideo(string Content, string Path, string Recipe);
