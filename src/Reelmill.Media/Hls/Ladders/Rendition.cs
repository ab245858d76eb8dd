using System.Globalization;

namespace Reelmill.Media.Hls.Ladders;

/// <summary>One frame size and bitrate of a video.</summary>
/// <param name="Name">The name, unique in its ladder and safe in file names, such as <c>720p</c>.</param>
/// <param name="Width">The width in square pixels, even.</param>
/// <param name="Height">The height in square pixels, even.</param>
/// <param name="Bitrate">The average video bitrate in kb/s.</param>
/// <param name="MaxBitrate">The peak video bitrate over a second in kb/s.</param>
/// <param name="Profile">The H.264 profile.</param>
public sealed record Rendition(string Name, int Width, int Height, int Bitrate, int MaxBitrate, string Profile)
{
    /// <summary>Whether this is a passthrough rendition: the source's elementary stream, remuxed and not encoded.</summary>
    public bool IsPassthrough { get; init; }

    /// <summary>Formats the name of a rung.</summary>
    internal static string FormatName(int height) => string.Create(CultureInfo.InvariantCulture, $"{height}p");
}
