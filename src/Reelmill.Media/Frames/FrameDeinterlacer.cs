using Reelmill.Media.Interlacing;
using Reelmill.Media.Probing;

namespace Reelmill.Media.Frames;

/// <summary>
/// Deinterlaces the frames with combing of an interlaced video. The result depends on the frame and the file alone: a frame is
/// the same in every decode, whatever was decoded before.
/// </summary>
/// <remarks>Safe for concurrent decodes of one video. The scan type is measured at the first frame with combing, so most videos are not measured at all.</remarks>
/// <param name="video">The stream.</param>
/// <param name="measure">Measures the scan type; called at most once.</param>
internal sealed class FrameDeinterlacer(VideoStream video, Func<Task<ScanType>> measure)
{
    private readonly Lock _measureLock = new();

    /// <summary>Whether the fields are lines or columns of upright frames: the rotation is a multiple of 90 degrees.</summary>
    private readonly bool _hasAlignedFields = video.Orientation.Rotation % 90 == 0;

    private Task<ScanType>? _scan;
    private volatile bool _isProgressive;

    /// <summary>Deinterlaces a frame in place if the frame has combing and the video is interlaced.</summary>
    public async ValueTask ApplyAsync(VideoFrame frame)
    {
        var isTransposed = video.Orientation.SwapsSides;
        if (!_hasAlignedFields || _isProgressive || !CombDetector.HasCombing(frame.Luma, frame.Width, frame.Height, isTransposed))
        {
            return;
        }

        var scan = await GetScanTypeAsync().ConfigureAwait(false);
        _isProgressive = scan == ScanType.Progressive;
        if (!_isProgressive)
        {
            Apply(frame, isTransposed, scan == ScanType.BottomFirst ? 1 : 0);
        }
    }

    private Task<ScanType> GetScanTypeAsync()
    {
        lock (_measureLock)
        {
            return _scan ??= measure();
        }
    }

    private void Apply(VideoFrame frame, bool isTransposed, int firstLine)
    {
        var (width, height) = (frame.Width, frame.Height);
        var planes = frame.Pixels.Span;
        ApplyTo(planes[..(width * height)], width, height);
        var (halfWidth, halfHeight) = ((width + 1) / 2, (height + 1) / 2);
        for (var rest = planes[(width * height)..]; rest.Length > 0; rest = rest[(halfWidth * halfHeight)..])
        {
            ApplyTo(rest[..(halfWidth * halfHeight)], halfWidth, halfHeight);
        }

        void ApplyTo(Span<byte> plane, int columns, int rows)
        {
            var lines = isTransposed ? columns : rows;
            var kept = video.Orientation.ReversesLines && lines % 2 == 0 ? 1 - firstLine : firstLine;
            FieldInterpolation.Apply(plane, columns, rows, isTransposed, kept);
        }
    }
}
