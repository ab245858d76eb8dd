namespace Reelmill.Media.Formats.MpegTs;

/// <summary>The ADTS header before each AAC frame of a transport stream (ISO/IEC 13818-7, 6.2).</summary>
/// <param name="ObjectType">The MPEG-4 audio object type, 1 to 4; 2 is AAC-LC.</param>
/// <param name="SampleRate">The sample rate in Hz.</param>
/// <param name="Channels">The channel configuration; 0 when the payload defines the channels.</param>
/// <param name="FrameBytes">The size in bytes of the frame with its header.</param>
internal sealed record AdtsHeader(int ObjectType, int SampleRate, int Channels, int FrameBytes)
{
    private const int HeaderBytes = 7;
    private const int SamplesPerFrame = 1024;

    private static readonly int[] SampleRates = [96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350];

    /// <summary>Reads the header at the start of the bytes; null when there is none.</summary>
    public static AdtsHeader? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderBytes || bytes[0] != 0xFF || (bytes[1] & 0xF6) != 0xF0)
        {
            return null;
        }

        var rate = (bytes[2] >> 2) & 0xF;
        return rate < SampleRates.Length
            ? new AdtsHeader((bytes[2] >> 6) + 1, SampleRates[rate], ((bytes[2] & 1) << 2) | (bytes[3] >> 6), ((bytes[3] & 3) << 11) | (bytes[4] << 3) | (bytes[5] >> 5))
            : null;
    }

    /// <summary>Adds up the durations of consecutive ADTS frames, in seconds.</summary>
    public static double MeasureSeconds(ReadOnlySpan<byte> bytes)
    {
        var seconds = 0.0;
        for (var header = Read(bytes); header is { FrameBytes: >= HeaderBytes }; header = Read(bytes))
        {
            seconds += (double)SamplesPerFrame / header.SampleRate;
            bytes = bytes[Math.Min(header.FrameBytes, bytes.Length)..];
        }

        return seconds;
    }
}
