namespace Reelmill.Media.Formats.MpegTs;

/// <summary>The header before each frame of AAC in a transport stream (ISO/IEC 13818-7, 6.2).</summary>
/// <param name="ObjectType">The MPEG-4 audio object type, 1 to 4; 2 is AAC-LC.</param>
/// <param name="SampleRate">Samples a second.</param>
/// <param name="Channels">The channels; 0 when they are described elsewhere.</param>
/// <param name="FrameBytes">The bytes of the frame with its header.</param>
internal sealed record AdtsHeader(int ObjectType, int SampleRate, int Channels, int FrameBytes)
{
    private const int Bytes = 7;
    private const int FrameSamples = 1024;

    private static readonly int[] Rates = [96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350];

    /// <summary>Reads the header with which bytes begin; null when they do not.</summary>
    public static AdtsHeader? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Bytes || bytes[0] != 0xFF || (bytes[1] & 0xF6) != 0xF0)
        {
            return null;
        }

        var rate = (bytes[2] >> 2) & 0xF;
        return rate < Rates.Length
            ? new AdtsHeader((bytes[2] >> 6) + 1, Rates[rate], ((bytes[2] & 1) << 2) | (bytes[3] >> 6), ((bytes[3] & 3) << 11) | (bytes[4] << 3) | (bytes[5] >> 5))
            : null;
    }

    /// <summary>How long the frames last that lie one after the other, in seconds.</summary>
    public static double SecondsOf(ReadOnlySpan<byte> bytes)
    {
        var seconds = 0.0;
        for (var header = Read(bytes); header is { FrameBytes: >= Bytes }; header = Read(bytes))
        {
            seconds += (double)FrameSamples / header.SampleRate;
            bytes = bytes[Math.Min(header.FrameBytes, bytes.Length)..];
        }

        return seconds;
    }
}
