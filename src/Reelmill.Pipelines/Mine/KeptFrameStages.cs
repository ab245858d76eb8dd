using Reelmill.Core;
using Reelmill.Library.Catalog;
using Reelmill.Media.Frames;
using Reelmill.Pipelines.FrameStages;
using Reelmill.Vision.Detection;
using Reelmill.Vision.Images;

namespace Reelmill.Pipelines.Mine;

/// <summary>A detector and custom stages, open to process kept frames. Not thread-safe. The caller owns the detector.</summary>
internal sealed class KeptFrameStages : IAsyncDisposable
{
    private readonly DetectionRunner? _detection;
    private readonly List<FrameStageWorker> _stages = [];

    private KeptFrameStages(IDetector? detector) => _detection = detector is null ? null : new DetectionRunner(detector);

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

    /// <summary>Whether the detector or a stage still has to process a frame.</summary>
    public bool Analyzes(FrameRecord frame) => (_detection is not null && frame.Detections is null) || (_stages.Count > 0 && frame.Values?.Kept is null);

    /// <summary>Adds the missing detections and values to a frame, and judges it by them.</summary>
    public async Task<FrameRecord> AnalyzeAsync(FrameRecord frame, VideoFrame decoded, ColorSpec color, DetectionLimits limits, CancellationToken cancellationToken)
    {
        if (_detection is not null && frame.Detections is null)
        {
            frame = limits.Evaluate(frame with { Detections = await _detection.RunAsync(decoded, color, cancellationToken).ConfigureAwait(false) });
        }

        if (!frame.Kept || frame.Values?.Kept is not null)
        {
            return frame;
        }

        foreach (var stage in _stages)
        {
            frame = frame with { Values = await stage.ProcessAsync(frame.Video, decoded, color, frame.Values, cancellationToken).ConfigureAwait(false) };
        }

        return frame;
    }

    public async ValueTask DisposeAsync()
    {
        _detection?.Dispose();
        foreach (var stage in _stages)
        {
            await CleanUp.QuietlyAsync(stage.DisposeAsync).ConfigureAwait(false);
        }
    }
}
