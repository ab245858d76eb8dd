using System.Globalization;

namespace Reelmill.Media.Hls.Ladders;

/// <summary>One size and bitrate in which a video is offered.</summary>
/// <param name="Name">Its name, unique in its ladder and safe in file names, such as <c>720p</c>.</param>
/// <param name="Width">The width in square pixels, even.</param>
/// <param name="Height">The height in square pixels, even.</param>
/// <param name="Bitrate">The average bits a second of the video, in thousands.</param>
/// <param name="MaxBitrate">The most bits a second over a second, in thousands.</param>
/// <param name="Profile">The H.264 profile.</param>
public sealed record Rendition(string Name, int Width, int Height, int Bitrate, int MaxBitrate, string Profile)
{
    /// <summary>Whether it is the source's own stream, which is copied and not encoded.</summary>
    public bool IsCopy { get; init; }

    /// <summary>The name of a rung.</summary>
    internal static string NameOf(int height) => string.Create(CultureInfo.InvariantCulture, $"{height}p");
}
