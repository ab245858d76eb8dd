using Reelmill.Media.Formats.Playlists;

namespace Reelmill.Media.Hls.Checking;

/// <summary>The measured values of a variant beside those that the master playlist declares.</summary>
/// <param name="Playlist">The variant's media playlist.</param>
/// <param name="Resolution">The frame size, from the bitstream; null when the bitstream could not be read.</param>
/// <param name="Codecs">The codecs, from the bitstream; null when the bitstream could not be read.</param>
/// <param name="FrameRate">The measured frame rate in frames per second; null when frames could not be counted.</param>
/// <param name="Segments">The number of segments.</param>
/// <param name="Seconds">The duration in seconds by the playlist.</param>
/// <param name="Average">The average bitrate in bits per second, including the largest rendition of the audio group.</param>
/// <param name="DeclaredAverage">The declared AVERAGE-BANDWIDTH; null when it is absent.</param>
/// <param name="Peak">The highest bitrate in bits per second over any 0.5 to 1.5 target durations, including the audio group.</param>
/// <param name="DeclaredPeak">The declared BANDWIDTH; null when it is absent.</param>
public sealed record VariantMeasurement(
    string Playlist,
    Resolution? Resolution,
    string? Codecs,
    double? FrameRate,
    int Segments,
    double Seconds,
    long Average,
    long? DeclaredAverage,
    long Peak,
    long? DeclaredPeak);
