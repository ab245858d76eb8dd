using Reelmill.Library;
using Reelmill.Media.Frames;
using Reelmill.Pipelines.Index;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Mine;

/// <summary>The changes that a new decision made.</summary>
/// <param name="NewlyKept">The number of frames that were dropped and are now kept.</param>
/// <param name="NewlyDropped">The number of frames that were kept and are now dropped.</param>
/// <param name="Frames">The number of the library's frames by the new decision.</param>
/// <param name="Missing">Kept frames without a file, as <c>video/milliseconds</c>: no file with the content of their video is available.</param>
public sealed record DecideSummary(long NewlyKept, long NewlyDropped, RunFrames Frames, IReadOnlyList<string> Missing)
{
    /// <summary>The number of kept frames whose files were restored from their video.</summary>
    public long Restored { get; init; }

    /// <summary>The items that were done before and now failed with <c>frames_not_restored</c>, by source.</summary>
    public IReadOnlyList<RunFailure> Failures { get; init; } = [];

    /// <summary>The number of frames that the detector or the custom stages of their video now analyzed, because the old decision had dropped them first.</summary>
    public long Looked { get; init; }

    /// <summary>Kept frames that were not analyzed, as <c>video/milliseconds</c>: their video, the detector or a stage is unavailable or has changed.</summary>
    public IReadOnlyList<string> Unlooked { get; init; } = [];

    /// <summary>Notes for the user: rules that apply to no frame, and videos for which a stage failed.</summary>
    public IReadOnlyList<RunNote> Remarks { get; init; } = [];

    /// <summary>Collections whose vectors do not match the kept frames; <c>mine --embed</c> on the same inputs updates them.</summary>
    public IReadOnlyList<string> StaleCollections { get; init; } = [];
}

/// <summary>Redecides every frame of a library from its stored scores.</summary>
/// <param name="services">The library and the services that its runs share.</param>
/// <param name="options">The limits and the tools. The sampling of the options is ignored: each video keeps the sampling that it was mined with.</param>
public sealed class DecideRun(RunServices services, MineOptions options)
{
    /// <summary>Decides, restores missing files of kept frames, and writes the manifest. Files of dropped frames stay, unless the options say otherwise.</summary>
    /// <param name="cancellationToken">Cancels the work; the next call finishes it.</param>
    /// <returns>The changes.</returns>
    /// <exception cref="LibraryException">The library cannot be used.</exception>
    /// <remarks>The run pauses while the disk is full, and resumes by itself when there is space.</remarks>
    public Task<DecideSummary> ExecuteAsync(CancellationToken cancellationToken) =>
        PausingRun.ExecuteAsync(services, new RunObserver { OnPause = OnPause }, (shared, _) => new DecideRun(shared, options).ExecuteOnceAsync(cancellationToken), CancellationToken.None, cancellationToken);

    /// <summary>Called when the run pauses because a disk is full, and when it resumes; optional.</summary>
    public Action<RunPause>? OnPause { get; init; }

    private async Task<DecideSummary> ExecuteOnceAsync(CancellationToken cancellationToken)
    {
        // The detection limits can change without a model: they apply to the stored detections.
        (options with { Detect = null }).Validate();
        LibrarySession.Require(services.Folder);
        var library = await services.LibraryAsync(cancellationToken).ConfigureAwait(false);
        var videos = new AvailableVideos(
            library.Catalog,
            new SourceVideos(services.Launcher, options.Tools, options.Limits, library.Artifacts),
            new FrameDecoder(services.Launcher, options.Tools.Ffmpeg, options.Limits));
        var summary = await new LibraryDecisions(services, library, videos).ApplyAsync(options, cancellationToken).ConfigureAwait(false);
        return summary with { StaleCollections = await FrameCollections.StaleAsync(library.Catalog, cancellationToken).ConfigureAwait(false) };
    }
}
