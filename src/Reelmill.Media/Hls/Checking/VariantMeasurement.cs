using Reelmill.Media.Formats.Playlists;

namespace Reelmill.Media.Hls.Checking;

/// <summary>A variant as it is and as the master playlist declares it.</summary>
/// <param name="Playlist">Its media playlist.</param>
/// <param name="Resolution">The size of its pictures, from the bitstream; null when it could not be read.</param>
/// <param name="Codecs">Its codecs, from the bitstream; null when they could not be read.</param>
/// <param name="FrameRate">Pictures a second on average; null when they could not be counted.</param>
/// <param name="Segments">How many segments it has.</param>
/// <param name="Seconds">How long it lasts by its playlist.</param>
/// <param name="Average">Bits a second over the whole, the largest rendition of its audio group included.</param>
/// <param name="DeclaredAverage">AVERAGE-BANDWIDTH; null when it is not declared.</param>
/// <param name="Peak">The most bits a second over any run of 0.5 to 1.5 target durations, the audio group included.</param>
/// <param name="DeclaredPeak">BANDWIDTH; null when it is not declared.</param>
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
