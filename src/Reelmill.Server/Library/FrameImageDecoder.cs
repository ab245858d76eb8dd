using Reelmill.Core;
using Reelmill.Library.Catalog;
using Reelmill.Media.Frames;
using Reelmill.Media.Probing;
using Reelmill.Pipelines;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Mine;
using Reelmill.Pipelines.Services;
using Reelmill.Processes;
using Reelmill.Server.Http;

namespace Reelmill.Server.Library;

/// <summary>Decodes the images of frames without a file from their source video, a limited number at once and each within a time limit.</summary>
/// <param name="library">The open library.</param>
/// <param name="time">The clock of the time limit.</param>
internal sealed class FrameImageDecoder(LibrarySession library, TimeProvider time) : IDisposable
{
    /// <summary>Limits concurrent decodes to half the cores, so that viewers of images do not starve the jobs.</summary>
    private readonly SemaphoreSlim _slots = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <summary>The time limit of a decode. A late frame of a source without random access can take longer and is given up.</summary>
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(30);

    /// <summary>The number of idle open videos. Each can have a temporary copy as large as its file.</summary>
    private const int MaxIdleVideos = 2;

    private readonly SourceVideoCache _videos = new(
        new SourceVideos(new ProcessLauncher(time), new ToolPaths(), new ProbeLimits(), library.Artifacts).OpenAsync, MaxIdleVideos, time);

    private readonly FrameRestorer _frames = new(new FrameDecoder(new ProcessLauncher(time), new ToolPaths().Ffmpeg, new ProbeLimits()));

    /// <summary>Decodes the image of a frame.</summary>
    /// <exception cref="RequestException"><c>no_picture</c>: the video is not available, or the frame cannot be decoded.</exception>
    public async Task<byte[]> DecodeAsync(FrameRecord frame, CancellationToken cancellationToken)
    {
        var (path, recipe) = await FindAsync(frame.Video, cancellationToken).ConfigureAwait(false)
            ?? throw CreateNoImage(frame, "the source video is missing or changed; keep videos with keep-videos, or run 'mine' again");
        await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        using var timeout = new CancellationTokenSource(TimeLimit, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await DecodeAsync(path, recipe, frame, linked.Token).ConfigureAwait(false)
                ?? throw CreateNoImage(frame, "the source video no longer has this frame");
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw CreateNoImage(frame, $"decoding the frame took more than {TimeLimit.TotalSeconds:0} s");
        }
        catch (ItemException e)
        {
            throw CreateNoImage(frame, e.Message);
        }
        finally
        {
            _slots.Release();
        }
    }

    public void Dispose()
    {
        _videos.Dispose();
        _slots.Dispose();
    }

    private Task<byte[]?> DecodeAsync(string path, string recipe, FrameRecord frame, CancellationToken cancellationToken) => _videos.UseAsync(
        frame.Video,
        path,
        async source =>
        {
            using var image = await _frames.RestoreAsync(source.Media, recipe, frame, cancellationToken).ConfigureAwait(false);
            return image?.Memory.ToArray();
        },
        cancellationToken);

    /// <summary>Finds a file with the video's content and the recipe of its frames. Of several inputs with the same content, the one that finished last made the frames.</summary>
    private async Task<(string Path, string Recipe)?> FindAsync(string video, CancellationToken cancellationToken)
    {
        var (path, latest) = ((string?)null, (Item?)null);
        foreach (var item in await new VideoStore(library.Catalog).ListItemsAsync(video, cancellationToken).ConfigureAwait(false))
        {
            path ??= SourceFileLocator.Find(item, library.Catalog.Folder);
            latest = item.Pipeline == MineRun.Pipeline && (latest is null || item.UpdatedMs > latest.UpdatedMs) ? item : latest;
        }

        return path is not null && latest?.Options is { } recipe ? (path, recipe) : null;
    }

    private static RequestException CreateNoImage(FrameRecord frame, string reason) =>
        new("no_picture", $"There is no image of frame {frame.Video}/{frame.TimeMs}: {reason}.", 404);
}
