namespace Reelmill.Media.Formats.MpegTs;

/// <summary>An elementary stream in the first program of a transport stream.</summary>
/// <param name="Pid">The packet identifier.</param>
/// <param name="Type">The stream_type (ISO/IEC 13818-1, table 2-34).</param>
internal readonly record struct ElementaryStream(int Pid, int Type)
{
    private const int H264 = 0x1B;
    private const int Hevc = 0x24;
    private const int Aac = 0x0F;

    public bool IsVideo => Type is H264 or Hevc;

    public bool IsHevc => Type == Hevc;

    public bool IsAac => Type == Aac;
}
