using Reelmill.Core.Running;
using Reelmill.Library;
using Reelmill.Library.Catalog;
using Reelmill.Vision.Images;

namespace Reelmill.Pipelines.Mine;

/// <summary>Encodes kept frames as JPEG and stages their files for the commit of their video. Each worker has its own encoder.</summary>
internal sealed class SaveStage(int quality) : Stage<DecidedFrame, DecidedFrame>
{
    private readonly JpegEncoder _encoder = new(quality);

    public override async ValueTask ProcessAsync(DecidedFrame value, StageOutput<DecidedFrame> output, CancellationToken cancellationToken)
    {
        var record = value.Kept is { } kept ? await SaveAsync(kept, value.Record, cancellationToken).ConfigureAwait(false) : value.Record;
        value.Dispose();
        await output.EmitAsync(value with { Record = record, Kept = null }).ConfigureAwait(false);
    }

    public override ValueTask DisposeAsync()
    {
        _encoder.Dispose();
        return base.DisposeAsync();
    }

    private async ValueTask<FrameRecord> SaveAsync(SampledFrame frame, FrameRecord record, CancellationToken cancellationToken)
    {
        var pixels = frame.Frame;
        using var image = _encoder.Encode(pixels.Pixels.Span, pixels.Width, pixels.Height, frame.Color);
        var file = await frame.Video.Staged.WriteAsync(LibraryLayout.FrameName(record.TimeMs), image.Memory, cancellationToken).ConfigureAwait(false);
        return record with { Path = file.Path, Sha256 = file.Sha256, Bytes = file.Bytes };
    }
}
