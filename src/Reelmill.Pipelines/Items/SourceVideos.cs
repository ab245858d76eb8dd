using Reelmill.Core;
using Reelmill.Library.Artifacts.Disk;
using Reelmill.Media.Chunking;
using Reelmill.Media.Probing;
using Reelmill.Processes;

namespace Reelmill.Pipelines.Items;

/// <summary>Probes videos and makes them ready to be decoded: those that have no right times get them in a copy.</summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class SourceVideos(ProcessLauncher launcher, ToolPaths tools, ProbeLimits limits, DiskArtifactStore artifacts)
{
    private const string Scratch = "source";
    private const string OutOfOrder =
        "its packets say when they are decoded, not when they are shown, and its frames could not be put in order: times are a few frames off";

    private readonly Prober _prober = new(launcher, tools.Ffprobe, limits);
    private readonly TimestampRestorer _timestampRestorer = new(launcher, tools.Ffmpeg, tools.Ffprobe, limits);

    /// <summary>Asks what a file is.</summary>
    /// <exception cref="ItemException">Those of <see cref="Prober.ProbeAsync"/>.</exception>
    public Task<MediaInfo> ProbeAsync(string path, CancellationToken cancellationToken) => _prober.ProbeAsync(path, cancellationToken);

    /// <summary>Asks what a file is and makes it ready.</summary>
    /// <exception cref="ItemException">Those of <see cref="Prober.ProbeAsync"/>; <c>no_video</c>.</exception>
    public async Task<SourceVideo> OpenAsync(string path, CancellationToken cancellationToken) =>
        await ReadyAsync(await ProbeAsync(path, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <summary>Makes a file ready that was probed.</summary>
    /// <exception cref="ItemException"><c>no_video</c>; the copy cannot be made for reasons that are not the file's.</exception>
    public async Task<SourceVideo> ReadyAsync(MediaInfo media, CancellationToken cancellationToken)
    {
        if (!TimestampRestorer.MayNeedRestoring(media))
        {
            return new SourceVideo(media, null);
        }

        var folder = await artifacts.CreateScratchFolderAsync(Scratch, Guid.NewGuid().ToString("n"), cancellationToken).ConfigureAwait(false);
        try
        {
            return await _timestampRestorer.RestoreAsync(media, folder, cancellationToken).ConfigureAwait(false) is { } ordered
                ? new SourceVideo(ordered, folder)
                : Plain(media, folder);
        }
        catch (ItemException e) when (!e.IsTransient)
        {
            // What has frames but no order is worth having, as long as it says so.
            return Plain(media, folder, OutOfOrder);
        }
        catch
        {
            CleanUp.RemoveFolder(folder);
            throw;
        }
    }

    private static SourceVideo Plain(MediaInfo media, string folder, string? remark = null)
    {
        CleanUp.RemoveFolder(folder);
        return new SourceVideo(media, null) { Remark = remark };
    }
}

/// <summary>A video that is ready to be decoded, with the copy that it is decoded from, if it needs one.</summary>
internal sealed class SourceVideo(MediaInfo media, string? folder) : IDisposable
{
    /// <summary>What is decoded: the file as it was probed, or its copy.</summary>
    public MediaInfo Media => media;

    /// <summary>What is wrong with its times; null when nothing is.</summary>
    public string? Remark { get; init; }

    public void Dispose()
    {
        if (folder is not null)
        {
            CleanUp.RemoveFolder(folder);
        }
    }
}
