namespace Reelmill.Media.Hls.Ladders;

/// <summary>One rung of a ladder: the maximum frame size and its bitrates.</summary>
/// <param name="Height">
/// The shorter side in pixels, 144 to 1080. A frame fits into a 16:9 box of this height or, in portrait, a 9:16 box of
/// this width.
/// </param>
/// <param name="Bitrate">The average video bitrate in kb/s; at least 50.</param>
/// <param name="MaxBitrate">The peak video bitrate over a second in kb/s; at least the average.</param>
/// <param name="Profile">The H.264 profile: <c>baseline</c>, <c>main</c> or <c>high</c>.</param>
public sealed record LadderRung(int Height, int Bitrate, int MaxBitrate, string Profile = "high")
{
    private const int LowestHeight = 144;
    private const int HighestHeight = 1080;
    private const int LowestBitrate = 50;
    private const int HighestBitrate = 50_000;

    /// <summary>The ratio of peak to average bitrate; Apple's specification recommends at most 2.</summary>
    private const double PeakRatio = 1.5;

    /// <summary>Creates a rung with the default bitrates of its height.</summary>
    /// <param name="height">The height in pixels.</param>
    public static LadderRung FromHeight(int height) => FromHeight(height, DefaultBitrates.ForHeight(height));

    /// <summary>Creates a rung whose peak bitrate is 1.5 times its average, up to the maximum bitrate.</summary>
    /// <param name="height">The height in pixels.</param>
    /// <param name="bitrate">The average bitrate in kb/s.</param>
    public static LadderRung FromHeight(int height, int bitrate) => new(height, bitrate, (int)Math.Clamp(bitrate * PeakRatio, 0, HighestBitrate));

    /// <summary>Checks that all values are in range.</summary>
    /// <exception cref="ArgumentException">A value is out of range; the message names the rung.</exception>
    public void Validate()
    {
        if (Height is < LowestHeight or > HighestHeight)
        {
            throw new ArgumentException($"ladder: height {Height} is outside {LowestHeight} to {HighestHeight}; H.264 up to level 4.2 ends at 1080.");
        }

        if (Bitrate is < LowestBitrate or > HighestBitrate || MaxBitrate < Bitrate || MaxBitrate > HighestBitrate)
        {
            throw new ArgumentException($"ladder: rung {Height} needs a bitrate from {LowestBitrate} to {HighestBitrate} kb/s and a maxrate of at least the bitrate.");
        }

        if (Profile is not ("baseline" or "main" or "high"))
        {
            throw new ArgumentException($"ladder: rung {Height} has the profile '{Profile}'; use baseline, main or high.");
        }
    }
}
