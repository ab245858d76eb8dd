namespace Reelmill.Pipelines.FrameStages;

/// <summary>
/// A custom stage of <c>mine</c> that computes values for frames. The values are stored in the catalog, the manifest and
/// exports. <see cref="FrameStageDefinition"/> sets the position of the stage in the pipeline.
/// </summary>
/// <remarks>Each worker has its own instance, so an instance processes one frame at a time and needs no locks. Frames of several videos arrive in any order: a value must depend on its frame alone.</remarks>
public abstract class FrameStage : IAsyncDisposable
{
    /// <summary>Runs once before the worker's first frame, to open resources such as a model or a connection. An exception ends the run.</summary>
    /// <param name="cancellationToken">Canceled when the run is canceled.</param>
    public virtual ValueTask SetUpAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Processes one frame, and sets values in <see cref="FrameView.Values"/>.</summary>
    /// <param name="frame">The frame; valid until the returned task completes.</param>
    /// <param name="cancellationToken">Canceled when the run is canceled.</param>
    /// <returns>A task that completes when the values are set.</returns>
    /// <exception cref="Core.ItemException">Fails the video with this code. Any other exception fails the video with <c>internal_error</c>, except a <see cref="Core.PipelineException"/>, which ends the run.</exception>
    public abstract ValueTask ProcessAsync(FrameView frame, CancellationToken cancellationToken);

    /// <summary>Releases what <see cref="SetUpAsync"/> opened; also called when the run fails or is canceled.</summary>
    /// <returns>A task that completes when all resources are released.</returns>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
