namespace Reelmill.Media.Hls.Encoders;

/// <summary>How a ladder is encoded. Everything here changes the bytes.</summary>
public sealed record EncodeOptions
{
    /// <summary>The presets of x264, fastest first.</summary>
    public static IReadOnlyList<string> Presets { get; } =
        ["ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow"];

    /// <summary>The preset of x264: how much time it takes for its compression.</summary>
    /// <value><c>veryfast</c> by default.</value>
    public string Preset { get; init; } = "veryfast";

    /// <summary>
    /// The threads of each video encoder; they share each picture. Another number gives other bytes, so it does not follow
    /// the machine. More of them finish one short video sooner; several videos, or parts of one, are done faster with one each.
    /// </summary>
    /// <value>1 to 64; 1 by default.</value>
    public int Threads { get; init; } = 1;

    /// <summary>Bits a second of each audio rendition, in thousands; a single channel gets half of it.</summary>
    /// <value>32 to 512; 128 by default.</value>
    public int AudioBitrate { get; init; } = 128;

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentException">One is out of its range.</exception>
    public void Validate()
    {
        if (!Presets.Contains(Preset, StringComparer.Ordinal))
        {
            throw new ArgumentException($"preset: '{Preset}' is none of {string.Join(", ", Presets)}.");
        }

        ArgumentOutOfRangeException.ThrowIfNotEqual(Threads, Math.Clamp(Threads, 1, 64));
        ArgumentOutOfRangeException.ThrowIfNotEqual(AudioBitrate, Math.Clamp(AudioBitrate, 32, 512));
    }
}
