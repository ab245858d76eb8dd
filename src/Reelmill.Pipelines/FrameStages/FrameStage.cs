namespace Reelmill.Pipelines.FrameStages;

/// <summary>
/// A stage of a program's own in <c>mine</c>: it gives frames values, which are in the catalog, the manifest and exports.
/// <see cref="FrameStageDefinition"/> says where it stands.
/// </summary>
/// <remarks>Each worker makes an instance of its own, so an instance sees one frame at a time and needs no locks. Frames of several videos come in any order: a value must depend on its frame alone.</remarks>
public abstract class FrameStage : IAsyncDisposable
{
    /// <summary>Runs once before the worker's first frame: opens a model, a connection. An exception ends the run.</summary>
    /// <param name="cancellationToken">Cancelled when the run is.</param>
    public virtual ValueTask SetUpAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Sees one frame, and gives it values through <see cref="FrameView.Values"/>.</summary>
    /// <param name="frame">The frame; valid until the returned task completes.</param>
    /// <param name="cancellationToken">Cancelled when the run is.</param>
    /// <returns>A task that completes when the values are set.</returns>
    /// <exception cref="Core.ItemException">The video cannot go on: it fails with this code. Any other exception fails it with <c>internal_error</c>, but a <see cref="Core.PipelineException"/>, which ends the run.</exception>
    public abstract ValueTask ProcessAsync(FrameView frame, CancellationToken cancellationToken);

    /// <summary>Closes what <see cref="SetUpAsync"/> opened; runs also when the run fails or is cancelled.</summary>
    /// <returns>A task that completes when everything is closed.</returns>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
