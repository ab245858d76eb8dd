using Reelmill.Core;
using Reelmill.Library.Catalog;
using Reelmill.Media.Frames;
using Reelmill.Pipelines.FrameStages;
using Reelmill.Vision.Detection;
using Reelmill.Vision.Images;

namespace Reelmill.Pipelines.Mine;

/// <summary>A model and the program's own stages, open to look into kept frames. Not thread-safe. The model stays the caller's.</summary>
internal sealed class KeptFrameStages : IAsyncDisposable
{
    private readonly DetectionRunner? _model;
    private readonly List<FrameStageWorker> _stages = [];

    private KeptFrameStages(IDetector? detector) => _model = detector is null ? null : new DetectionRunner(detector);

    public static async Task<KeptFrameStages> OpenAsync(IDetector? detector, IEnumerable<FrameStageDefinition> stages, CancellationToken cancellationToken)
    {
        var open = new KeptFrameStages(detector);
        try
        {
            foreach (var stage in stages)
            {
                var worker = new FrameStageWorker(stage);
                open._stages.Add(worker);
                await worker.SetUpAsync(cancellationToken).ConfigureAwait(false);
            }

            return open;
        }
        catch
        {
            await open.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Whether a look adds anything to a frame.</summary>
    public bool Adds(FrameRecord frame) => (_model is not null && frame.Detections is null) || (_stages.Count > 0 && frame.Values?.Kept is null);

    /// <summary>The frame with what was not seen in it before, and what is decided by that.</summary>
    public async Task<FrameRecord> LookAsync(FrameRecord frame, VideoFrame picture, ColorSpec color, DetectionLimits limits, CancellationToken cancellationToken)
    {
        if (_model is not null && frame.Detections is null)
        {
            frame = limits.Judge(frame with { Detections = await _model.LookAsync(picture, color, cancellationToken).ConfigureAwait(false) });
        }

        if (!frame.Kept || frame.Values?.Kept is not null)
        {
            return frame;
        }

        foreach (var stage in _stages)
        {
            frame = frame with { Values = await stage.ProcessAsync(frame.Video, picture, color, frame.Values, cancellationToken).ConfigureAwait(false) };
        }

        return frame;
    }

    public async ValueTask DisposeAsync()
    {
        _model?.Dispose();
        foreach (var stage in _stages)
        {
            await CleanUp.QuietlyAsync(stage.DisposeAsync).ConfigureAwait(false);
        }
    }
}
