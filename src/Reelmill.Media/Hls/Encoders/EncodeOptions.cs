namespace Reelmill.Media.Hls.Encoders;

/// <summary>Options of the encode. Each of them changes the output bytes.</summary>
public sealed record EncodeOptions
{
    /// <summary>The presets of x264, fastest first.</summary>
    public static IReadOnlyList<string> Presets { get; } =
        ["ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow"];

    /// <summary>The x264 preset, which trades encoding time for compression.</summary>
    /// <value><c>veryfast</c> by default.</value>
    public string Preset { get; init; } = "veryfast";

    /// <summary>
    /// The threads of each video encoder, which share each frame. The number changes the output bytes, so it does not
    /// follow the machine. More threads finish one short video sooner; several videos, or parts of one, finish sooner
    /// with one thread each.
    /// </summary>
    /// <value>1 to 64; 1 by default.</value>
    public int Threads { get; init; } = 1;

    /// <summary>The bitrate of each audio rendition in kb/s; mono gets half.</summary>
    /// <value>32 to 512; 128 by default.</value>
    public int AudioBitrate { get; init; } = 128;

    /// <summary>Checks that all values are in range.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public void Validate()
    {
        if (!Presets.Contains(Preset, StringComparer.Ordinal))
        {
            throw new ArgumentException($"preset: '{Preset}' is not one of {string.Join(", ", Presets)}.");
        }

        ArgumentOutOfRangeException.ThrowIfNotEqual(Threads, Math.Clamp(Threads, 1, 64));
        ArgumentOutOfRangeException.ThrowIfNotEqual(AudioBitrate, Math.Clamp(AudioBitrate, 32, 512));
    }
}
