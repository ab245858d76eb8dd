using Reelmill.Media.Interlacing;
using Reelmill.Media.Probing;

namespace Reelmill.Media.Frames;

/// <summary>
/// Deinterlaces the frames of one video that have combs, when the video is interlaced. What becomes of a frame depends on
/// that frame and the file alone: it is the same in every decode, whatever was decoded before it.
/// </summary>
/// <remarks>Safe for all decodes of one video at once. The scan type is measured when the first frame has combs, so most videos are not measured at all.</remarks>
/// <param name="video">The stream.</param>
/// <param name="measure">Measures the scan type; asked once.</param>
internal sealed class FrameDeinterlacer(VideoStream video, Func<Task<ScanType>> measure)
{
    private readonly Lock _once = new();

    /// <summary>Whether fields are lines or columns of frames, rather than slanted.</summary>
    private readonly bool _isStraight = video.Orientation.Rotation % 90 == 0;

    private Task<ScanType>? _scan;
    private volatile bool _isProgressive;

    /// <summary>Deinterlaces a frame in place, where that is due.</summary>
    public async ValueTask ApplyAsync(VideoFrame frame)
    {
        var isTurned = video.Orientation.SwapsSides;
        if (!_isStraight || _isProgressive || !CombDetector.HasCombs(frame.Luma, frame.Width, frame.Height, isTurned))
        {
            return;
        }

        var scan = await ScanAsync().ConfigureAwait(false);
        _isProgressive = scan == ScanType.Progressive;
        if (!_isProgressive)
        {
            Apply(frame, isTurned, scan == ScanType.BottomFirst ? 1 : 0);
        }
    }

    private Task<ScanType> ScanAsync()
    {
        lock (_once)
        {
            return _scan ??= measure();
        }
    }

    private void Apply(VideoFrame frame, bool isTurned, int firstLine)
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
            var lines = isTurned ? columns : rows;
            var kept = video.Orientation.ReversesLines && lines % 2 == 0 ? 1 - firstLine : firstLine;
            FieldInterpolation.Apply(plane, columns, rows, isTurned, kept);
        }
    }
}
