using Reelmill.Core;
using Reelmill.Library.Artifacts.Disk;
using Reelmill.Media.Chunking;
using Reelmill.Media.Probing;
using Reelmill.Processes;

namespace Reelmill.Pipelines.Items;

/// <summary>Probes videos and prepares them for decoding. A video with invalid timestamps is remuxed to a copy with valid ones.</summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class SourceVideos(ProcessLauncher launcher, ToolPaths tools, ProbeLimits limits, DiskArtifactStore artifacts)
{
    private const string Scratch = "source";
    private const string OutOfOrder =
        "its packets have decode timestamps only, and its frames could not be reordered: times are off by a few frames";

    private readonly Prober _prober = new(launcher, tools.Ffprobe, limits);
    private readonly TimestampRestorer _timestampRestorer = new(launcher, tools.Ffmpeg, tools.Ffprobe, limits);

    /// <summary>Probes a file.</summary>
    /// <exception cref="ItemException">Those of <see cref="Prober.ProbeAsync"/>.</exception>
    public Task<MediaInfo> ProbeAsync(string path, CancellationToken cancellationToken) => _prober.ProbeAsync(path, cancellationToken);

    /// <summary>Probes a file and prepares it for decoding.</summary>
    /// <exception cref="ItemException">Those of <see cref="Prober.ProbeAsync"/>; <c>no_video</c>.</exception>
    public async Task<SourceVideo> OpenAsync(string path, CancellationToken cancellationToken) =>
        await ReadyAsync(await ProbeAsync(path, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <summary>Prepares a probed file for decoding.</summary>
    /// <exception cref="ItemException"><c>no_video</c>; the copy failed for reasons outside the file.</exception>
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
                : UseOriginal(media, folder);
        }
        catch (ItemException e) when (!e.IsTransient)
        {
            // Frames without a reliable order are still useful, as long as the remark says so.
            return UseOriginal(media, folder, OutOfOrder);
        }
        catch
        {
            CleanUp.RemoveFolder(folder);
            throw;
        }
    }

    private static SourceVideo UseOriginal(MediaInfo media, string folder, string? remark = null)
    {
        CleanUp.RemoveFolder(folder);
        return new SourceVideo(media, null) { Remark = remark };
    }
}

/// <summary>A video that is ready for decoding, with its remuxed copy if it needs one.</summary>
internal sealed class SourceVideo(MediaInfo media, string? folder) : IDisposable
{
    /// <summary>The file to decode: the probed file, or its copy.</summary>
    public MediaInfo Media => media;

    /// <summary>What is wrong with the timestamps; null when nothing is.</summary>
    public string? Remark { get; init; }

    public void Dispose()
    {
        if (folder is not null)
        {
            CleanUp.RemoveFolder(folder);
        }
    }
}
