namespace Reelmill.Media.Hls.Ladders;

/// <summary>One step of a ladder: how large the picture may be, and how many bits it gets.</summary>
/// <param name="Height">
/// The shorter side in pixels, 144 to 1080: the picture fits into 16:9 of this height, or, when it is upright, into 9:16 of
/// this width.
/// </param>
/// <param name="Bitrate">The average bits a second of the video, in thousands; at least 50.</param>
/// <param name="MaxBitrate">The most bits a second that the encoder may use for a second, in thousands; at least the average.</param>
/// <param name="Profile">The H.264 profile: <c>baseline</c>, <c>main</c> or <c>high</c>.</param>
public sealed record LadderRung(int Height, int Bitrate, int MaxBitrate, string Profile = "high")
{
    private const int LowestHeight = 144;
    private const int HighestHeight = 1080;
    private const int LowestBitrate = 50;
    private const int HighestBitrate = 50_000;

    /// <summary>The peak is half as much again: twice the average is what players are told to expect at most.</summary>
    private const double PeakShare = 1.5;

    /// <summary>A rung with the bitrates that are usual for its height.</summary>
    /// <param name="height">The height.</param>
    public static LadderRung Usual(int height) => Of(height, DefaultBitrates.At(height));

    /// <summary>A rung whose peak is one and a half times its average, as far as there is room.</summary>
    /// <param name="height">The height.</param>
    /// <param name="bitrate">The average bitrate in thousands.</param>
    public static LadderRung Of(int height, int bitrate) => new(height, bitrate, (int)Math.Clamp(bitrate * PeakShare, 0, HighestBitrate));

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentException">One is out of its range; the message names the rung.</exception>
    public void Validate()
    {
        if (Height is < LowestHeight or > HighestHeight)
        {
            throw new ArgumentException($"ladder: {Height} is no height from {LowestHeight} to {HighestHeight}; H.264 up to level 4.2 ends at 1080.");
        }

        if (Bitrate is < LowestBitrate or > HighestBitrate || MaxBitrate < Bitrate || MaxBitrate > HighestBitrate)
        {
            throw new ArgumentException($"ladder: rung {Height} needs a bitrate from {LowestBitrate} to {HighestBitrate} kb/s and a maxrate that is not below it.");
        }

        if (Profile is not ("baseline" or "main" or "high"))
        {
            throw new ArgumentException($"ladder: rung {Height} has the profile '{Profile}'; use baseline, main or high.");
        }
    }
}
