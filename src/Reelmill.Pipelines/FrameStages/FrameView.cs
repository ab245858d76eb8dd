using Reelmill.Library.Catalog;
using Reelmill.Media.Frames;
using Reelmill.Vision.Images;

namespace Reelmill.Pipelines.FrameStages;

/// <summary>The frame that a <see cref="FrameStage"/> processes.</summary>
/// <remarks>Not thread-safe. Valid until the stage has processed the frame.</remarks>
public sealed class FrameView
{
    private readonly Lazy<RgbImage> _image;

    internal FrameView(string video, VideoFrame frame, Func<RgbImage> convert) =>
        (Video, Time, Width, Height, _image) = (video, TimeSpan.FromMilliseconds(frame.TimeMs), frame.Width, frame.Height, new(convert));

    /// <summary>The id of the video's content: equal bytes, equal id.</summary>
    public string Video { get; }

    /// <summary>The time from the start of the video, in whole milliseconds.</summary>
    public TimeSpan Time { get; }

    /// <summary>The width of the upright frame, in pixels.</summary>
    public int Width { get; }

    /// <summary>The height of the upright frame, in pixels.</summary>
    public int Height { get; }

    /// <summary>The upright frame as RGB, 8 bits per component; converted on first access. The pipeline disposes it.</summary>
    public RgbImage Image => _image.Value;

    /// <summary>The values that the stage sets, by name: a to z, 0 to 9 and <c>_</c>, at most 40 characters, a letter first, and no name of a score. Initially empty; a value replaces the value of the same name from an earlier stage of the same kind.</summary>
    public IDictionary<string, FrameValue> Values { get; } = new Dictionary<string, FrameValue>(StringComparer.Ordinal);

    internal void Release()
    {
        if (_image.IsValueCreated)
        {
            _image.Value.Dispose();
        }
    }
}
