using Reelmill.Library;
using Reelmill.Media.Frames;
using Reelmill.Pipelines.Index;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Mine;

/// <summary>What a new decision changed.</summary>
/// <param name="NewlyKept">Frames that were dropped and are kept now.</param>
/// <param name="NewlyDropped">Frames that were kept and are dropped now.</param>
/// <param name="Frames">The library's frames by the new decision.</param>
/// <param name="Missing">Kept frames without a file, as <c>video/milliseconds</c>: no file with the bytes of their video is at hand.</param>
public sealed record DecideSummary(long NewlyKept, long NewlyDropped, RunFrames Frames, IReadOnlyList<string> Missing)
{
    /// <summary>Kept frames whose files were made again from their video.</summary>
    public long Restored { get; init; }

    /// <summary>The items that failed with <c>frames_not_restored</c> now and were done before, by source.</summary>
    public IReadOnlyList<RunFailure> Failures { get; init; } = [];

    /// <summary>Frames that the model or the stages of their video saw now, because the old decision had dropped them before.</summary>
    public long Looked { get; init; }

    /// <summary>Kept frames that these have not seen, as <c>video/milliseconds</c>: their video, the model or a stage is not at hand as it was.</summary>
    public IReadOnlyList<string> Unlooked { get; init; } = [];

    /// <summary>What a person should know: rules that no frame could be held against, and videos that a stage could not go on with.</summary>
    public IReadOnlyList<RunNote> Remarks { get; init; } = [];

    /// <summary>Collections whose vectors are not those of the frames that are kept now; <c>mine --embed</c> on the same inputs brings them in line.</summary>
    public IReadOnlyList<string> StaleCollections { get; init; } = [];
}

/// <summary>Decides again on every frame of a library from its stored scores.</summary>
/// <param name="services">The library, and what runs on it share.</param>
/// <param name="options">The limits and the tools; each video is sampled as it was.</param>
public sealed class DecideRun(RunServices services, MineOptions options)
{
    /// <summary>Decides, makes files of kept frames that have none, and writes the manifest. Files of dropped frames stay, if the options say no other.</summary>
    /// <param name="cancellationToken">Stops the work; the next call does what is missing.</param>
    /// <returns>What changed.</returns>
    /// <exception cref="LibraryException">The library cannot be used.</exception>
    /// <remarks>On a full disk it pauses, and goes on by itself when there is space.</remarks>
    public Task<DecideSummary> ExecuteAsync(CancellationToken cancellationToken) =>
        PausingRun.ExecuteAsync(services, new RunObserver { OnPause = OnPause }, (s, _) => new DecideRun(s, options).ExecuteOnceAsync(cancellationToken), CancellationToken.None, cancellationToken);

    /// <summary>Told when the run pauses because a disk is full, and when it goes on; nobody when null.</summary>
    public Action<RunPause>? OnPause { get; init; }

    private async Task<DecideSummary> ExecuteOnceAsync(CancellationToken cancellationToken)
    {
        // What is looked for can change without a model to look with: the limits are held against what was found.
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
