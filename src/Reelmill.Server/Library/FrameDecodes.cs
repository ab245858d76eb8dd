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

/// <summary>Makes the pictures of frames that have no file, from videos that are at hand; a few at once, each within a limit of time.</summary>
/// <param name="library">The open library.</param>
/// <param name="time">The clock of the limit.</param>
internal sealed class FrameDecodes(LibrarySession library, TimeProvider time) : IDisposable
{
    /// <summary>Who looks at pictures must not keep the jobs from the processor.</summary>
    private readonly SemaphoreSlim _turns = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <summary>A frame far into a stream that can be read from its start only is not worth more.</summary>
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(30);

    /// <summary>Each may have a copy on the disk that is as large as its file.</summary>
    private const int MostReady = 2;

    private readonly ReadyVideos _videos = new(
        new SourceVideos(new ProcessLauncher(time), new ToolPaths(), new ProbeLimits(), library.Artifacts).OpenAsync, MostReady, time);

    private readonly FrameRestorer _frames = new(new FrameDecoder(new ProcessLauncher(time), new ToolPaths().Ffmpeg, new ProbeLimits()));

    /// <summary>Makes the picture of a frame.</summary>
    /// <exception cref="RequestException"><c>no_picture</c>: there is none to be had.</exception>
    public async Task<byte[]> MakeAsync(FrameRecord frame, CancellationToken cancellationToken)
    {
        var (path, recipe) = await FindAsync(frame.Video, cancellationToken).ConfigureAwait(false)
            ?? throw None(frame, "its video is not at hand as it was; keep it with keep-videos, or mine it again");
        await _turns.WaitAsync(cancellationToken).ConfigureAwait(false);
        using var late = new CancellationTokenSource(Within, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await MakeAsync(path, recipe, frame, either.Token).ConfigureAwait(false)
                ?? throw None(frame, "its video has no such frame any more");
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw None(frame, $"decoding it again took more than {Within.TotalSeconds:0} s");
        }
        catch (ItemException e)
        {
            throw None(frame, e.Message);
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose()
    {
        _videos.Dispose();
        _turns.Dispose();
    }

    private Task<byte[]?> MakeAsync(string path, string recipe, FrameRecord frame, CancellationToken cancellationToken) => _videos.UseAsync(
        frame.Video,
        path,
        async source =>
        {
            using var picture = await _frames.RestoreAsync(source.Media, recipe, frame, cancellationToken).ConfigureAwait(false);
            return picture?.Memory.ToArray();
        },
        cancellationToken);

    /// <summary>The video, whichever input brought it, and what its frames were made by; of several inputs with one content, the one that was done last made them.</summary>
    private async Task<(string Path, string Recipe)?> FindAsync(string video, CancellationToken cancellationToken)
    {
        var (path, latest) = ((string?)null, (Item?)null);
        foreach (var item in await new VideoStore(library.Catalog).ItemsOfAsync(video, cancellationToken).ConfigureAwait(false))
        {
            path ??= SourceFileLocator.Find(item, library.Catalog.Folder);
            latest = item.Pipeline == MineRun.Pipeline && (latest is null || item.UpdatedMs > latest.UpdatedMs) ? item : latest;
        }

        return path is not null && latest?.Options is { } recipe ? (path, recipe) : null;
    }

    private static RequestException None(FrameRecord frame, string why) =>
        new("no_picture", $"There is no picture of {frame.Video}/{frame.TimeMs}: {why}.", 404);
}
