using Reelmill.Library.Catalog;
using Reelmill.Media.Frames;
using Reelmill.Vision.Images;

namespace Reelmill.Pipelines.FrameStages;

/// <summary>A frame in the hands of a <see cref="FrameStage"/>.</summary>
/// <remarks>Not thread-safe, and not to be used once the stage is done with it.</remarks>
public sealed class FrameView
{
    private readonly Lazy<RgbImage> _image;

    internal FrameView(string video, VideoFrame frame, Func<RgbImage> convert) =>
        (Video, Time, Width, Height, _image) = (video, TimeSpan.FromMilliseconds(frame.TimeMs), frame.Width, frame.Height, new(convert));

    /// <summary>The id of the video's content: equal bytes, equal id.</summary>
    public string Video { get; }

    /// <summary>The time from the start of the video, in whole milliseconds.</summary>
    public TimeSpan Time { get; }

    /// <summary>The width of the upright picture, in pixels.</summary>
    public int Width { get; }

    /// <summary>The height of the upright picture, in pixels.</summary>
    public int Height { get; }

    /// <summary>The upright picture as 8 bits each of red, green and blue; converted when it is first asked for. The pipeline disposes it.</summary>
    public RgbImage Image => _image.Value;

    /// <summary>The values that the stage gives, by name: a to z, 0 to 9 and <c>_</c>, at most 40, a letter first, and no score. Empty at first; a value of an earlier stage of the same kind is replaced.</summary>
    public IDictionary<string, FrameValue> Values { get; } = new Dictionary<string, FrameValue>(StringComparer.Ordinal);

    internal void Release()
    {
        if (_image.IsValueCreated)
        {
            _image.Value.Dispose();
        }
    }
}
