using Reelmill.Media.Probing;

namespace Reelmill.Media.Hls.Encoders;

/// <summary>Thumbnails at regular times for a player's timeline, 25 to a sheet.</summary>
/// <param name="Interval">The time between two thumbnails.</param>
/// <param name="Width">The width of a thumbnail in pixels.</param>
/// <param name="Height">The height of a thumbnail in pixels.</param>
public sealed record ThumbnailPlan(TimeSpan Interval, int Width, int Height)
{
    /// <summary>The number of columns, and of rows, in a sheet.</summary>
    public const int Columns = 5;

    /// <summary>The Motion JPEG file of the single thumbnails.</summary>
    internal const string SingleFile = "thumbnails.mjpeg";

    /// <summary>ffmpeg's file name pattern of the sheets.</summary>
    public const string SheetPattern = "thumbnails-%04d.jpg";

    private const int LongerSide = 160;

    /// <summary>
    /// Plans a thumbnail every 2 s for videos below two minutes, every 5 s below twenty minutes, every 10 s otherwise;
    /// the longer side has 160 pixels.
    /// </summary>
    /// <param name="media">The source, which has video.</param>
    public static ThumbnailPlan Create(MediaInfo media)
    {
        var video = media.RequireVideo();
        var scale = (double)LongerSide / Math.Max(video.DisplayWidth, video.DisplayHeight);
        return new ThumbnailPlan(ChooseInterval(media.Duration ?? TimeSpan.Zero), RoundToEven(video.DisplayWidth * scale), RoundToEven(video.DisplayHeight * scale));
    }

    private static TimeSpan ChooseInterval(TimeSpan duration) => TimeSpan.FromSeconds(duration.TotalMinutes switch
    {
        < 2 => 2,
        < 20 => 5,
        _ => 10,
    });

    private static int RoundToEven(double side) => Math.Max(2, (int)Math.Round(side / 2) * 2);
}
