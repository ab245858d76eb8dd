using Reelmill.Media.Probing;

namespace Reelmill.Media.Hls.Encoders;

/// <summary>Small pictures at regular times, 25 to a sheet, for the time line of a player.</summary>
/// <param name="Interval">The time between two pictures.</param>
/// <param name="Width">The width of one in pixels.</param>
/// <param name="Height">The height of one in pixels.</param>
public sealed record ThumbnailPlan(TimeSpan Interval, int Width, int Height)
{
    /// <summary>Pictures in a row of a sheet, and rows in a sheet.</summary>
    public const int Side = 5;

    /// <summary>The file of the pictures before they are on sheets.</summary>
    internal const string Single = "thumbnails.mjpeg";

    /// <summary>ffmpeg's pattern of the sheets' names.</summary>
    public const string Pattern = "thumbnails-%04d.jpg";

    private const int LongerSide = 160;

    /// <summary>A picture every 2 s of a short video, 5 s below twenty minutes, 10 s of a long one; 160 pixels on its longer side.</summary>
    /// <param name="media">The source; it has video.</param>
    public static ThumbnailPlan For(MediaInfo media)
    {
        var video = media.RequireVideo();
        var scale = (double)LongerSide / Math.Max(video.DisplayWidth, video.DisplayHeight);
        return new ThumbnailPlan(IntervalFor(media.Duration ?? TimeSpan.Zero), Even(video.DisplayWidth * scale), Even(video.DisplayHeight * scale));
    }

    private static TimeSpan IntervalFor(TimeSpan duration) => TimeSpan.FromSeconds(duration.TotalMinutes switch
    {
        < 2 => 2,
        < 20 => 5,
        _ => 10,
    });

    private static int Even(double side) => Math.Max(2, (int)Math.Round(side / 2) * 2);
}
